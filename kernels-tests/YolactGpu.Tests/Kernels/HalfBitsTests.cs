using NUnit.Framework;
using YolactGpu.Kernels;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels;

public sealed class HalfBitsTests
{
    [Test]
    public void Decodes_every_half()
    {
        float[] all = [.. Enumerable.Range(0, 65536).Select(bits => HalfBits.Decode((uint)bits))];

        Assert.That(
            Bits.Of(all).Where((_, i) => !float.IsNaN(all[i])),
            Is.EqualTo(Enumerable.Range(0, 65536)
                .Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))
                .Where(value => !float.IsNaN(value))
                .Select(BitConverter.SingleToInt32Bits)));
        Assert.That(all.Count(float.IsNaN), Is.EqualTo(2 * 1023));
    }

    [Test]
    public void Encodes_as_a_cast_does()
    {
        Random random = new(1);
        IEnumerable<float> numbers = Enumerable.Range(0, 200_000)
            .Select(_ => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)))
            .Concat(Enumerable.Range(0, 200_000).Select(_ => (float)(random.NextDouble() - 0.5) * MathF.Pow(2, random.Next(-27, 18))))
            .Concat([0f, -0f, 65504f, 65519.996f, 65520f, -65520f, float.PositiveInfinity, float.NegativeInfinity, 5.9604645e-8f, 2.9802322e-8f, 2.980233e-8f])
            .Where(value => !float.IsNaN(value));

        foreach (float number in numbers)
        {
            ushort expected = BitConverter.HalfToUInt16Bits((Half)number);
            if (HalfBits.Encode(number) != expected)
            {
                Assert.That(HalfBits.Encode(number), Is.EqualTo(expected), $"{number:R}");
            }
        }

        Assert.That(HalfBits.Encode(float.NaN) & 0x7FFF, Is.GreaterThan(0x7C00), "a NaN");
    }
}
