using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights.Zip;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class Crc32Tests
{
    [Test]
    public void Known_value_is_met()
    {
        Crc32 crc = default;
        Assert.That(crc.Value, Is.Zero);
        crc.Append("123456789"u8);
        Assert.That(crc.Value, Is.EqualTo(0xcbf43926));
    }

    [Test]
    public void Tables_and_folding_agree_with_the_definition_at_every_length()
    {
        byte[] bytes = new byte[400];
        new Random(3).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            ReadOnlySpan<byte> part = bytes.AsSpan(bytes.Length - length);
            Crc32 crc = default;
            Crc32 byTables = default;
            crc.Append(part);
            byTables.AppendByTables(part);
            Assert.That(crc.Value, Is.EqualTo(ZipBytes.Crc(part)), $"{length} bytes");
            Assert.That(byTables.Value, Is.EqualTo(ZipBytes.Crc(part)), $"{length} bytes by tables");
        }
    }

    [Test]
    public void Parts_give_the_checksum_of_the_whole()
    {
        Random random = new(4);
        byte[] bytes = new byte[100_000];
        random.NextBytes(bytes);
        Crc32 crc = default;
        for (int start = 0; start < bytes.Length;)
        {
            int length = Math.Min(random.Next(1, 1000), bytes.Length - start);
            crc.Append(bytes.AsSpan(start, length));
            start += length;
        }

        Assert.That(crc.Value, Is.EqualTo(ZipBytes.Crc(bytes)));
    }
}
