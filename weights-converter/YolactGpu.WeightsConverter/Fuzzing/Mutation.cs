using System.Buffers.Binary;

namespace YolactGpu.WeightsConverter.Fuzzing;

/// <summary>Damages files at random, the same way for the same seed.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly long[] Interesting =
    [
        0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32,
        1L << 40, 1L << 62, long.MaxValue, long.MinValue,
    ];

    private readonly Random random = new(seed);

    /// <summary>A copy with one to four of: flip, overwrite, length field, cut, splice, delete, insert.</summary>
    internal byte[] Apply(byte[] original)
    {
        byte[] bytes = [.. original];
        for (int count = random.Next(1, 5); count > 0 && bytes.Length > 0; count--)
        {
            bytes = ApplyOne(bytes);
        }

        return bytes;
    }

    private byte[] ApplyOne(byte[] bytes)
    {
        int at = random.Next(bytes.Length);
        switch (random.Next(8))
        {
            case 0:
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 3:
                WriteInteresting(bytes.AsSpan(at));
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                int length = Math.Min(random.Next(1, 64), bytes.Length - at);
                return [.. bytes[..random.Next(bytes.Length)], .. bytes[at..(at + length)], .. bytes[at..]];
            case 6:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 16))..]];
            default:
                byte[] inserted = new byte[random.Next(1, 16)];
                random.NextBytes(inserted);
                return [.. bytes[..at], .. inserted, .. bytes[at..]];
        }
    }

    private void WriteInteresting(Span<byte> place)
    {
        Span<byte> value = stackalloc byte[8];
        long number = Interesting[random.Next(Interesting.Length)] + random.Next(-1, 2);
        BinaryPrimitives.WriteInt64LittleEndian(value, number);
        value[..Math.Min(1 << random.Next(1, 4), place.Length)].CopyTo(place);
    }
}
