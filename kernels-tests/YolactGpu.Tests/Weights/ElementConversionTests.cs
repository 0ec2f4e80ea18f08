using System.Runtime.InteropServices;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

[TestFixture]
public sealed class ElementConversionTests
{
    [Test]
    public void Every_half_becomes_the_same_float()
    {
        ushort[] bits = [.. Enumerable.Range(0, 65536).Select(value => (ushort)value)];
        using IWeightFile file = Open("F16", bits);
        float[] singles = file.ReadSingles("a");
        double[] doubles = file.ReadDoubles("a");
        for (int index = 0; index < bits.Length; index++)
        {
            double expected = HalfByDefinition(bits[index]);
            Assert.That(singles[index].Equals((float)expected), Is.True, $"0x{index:x4}");
            Assert.That(doubles[index].Equals(expected), Is.True, $"0x{index:x4}");
        }
    }

    [Test]
    public void Bfloat16_is_the_upper_half_of_a_float()
    {
        using IWeightFile file = Open<ushort>("BF16", [0x3f80, 0xc000, 0x0001, 0x7f80, 0x8000]);
        float[] expected = [1f, -2f, 9.1835e-41f, float.PositiveInfinity, -0f];
        Assert.That(file.ReadSingles("a"), Is.EqualTo(expected));
        Assert.That(file.ReadDoubles("a")[2], Is.EqualTo((double)expected[2]));
    }

    [Test]
    public void Floats_are_given_bit_by_bit()
    {
        uint[] bits = [0x7fc12345, 0xff800000, 0x00000001, 0x80000000, 0x3f800001];
        using IWeightFile file = Open("F32", bits);
        Assert.That(file.ReadSingles("a").Select(BitConverter.SingleToUInt32Bits), Is.EqualTo(bits));
    }

    [Test]
    public void Doubles_round_to_the_nearest_float()
    {
        using IWeightFile file = Open("F64", [1 + 5e-8, 1 + 7e-8, 1e300, double.NaN]);
        float next = 1 + MathF.Pow(2, -23);
        Assert.That(file.ReadSingles("a"), Is.EqualTo([1f, next, float.PositiveInfinity, float.NaN]));
        Assert.That(file.ReadDoubles("a"), Is.EqualTo([1 + 5e-8, 1 + 7e-8, 1e300, double.NaN]));
    }

    [TestCase("I64", new long[] { long.MinValue, -1, 0, long.MaxValue })]
    [TestCase("U64", new long[] { 0, 1, long.MaxValue })]
    [TestCase("I32", new long[] { int.MinValue, -1, int.MaxValue })]
    [TestCase("U32", new long[] { 0, uint.MaxValue })]
    [TestCase("I16", new long[] { short.MinValue, -1, short.MaxValue })]
    [TestCase("U16", new long[] { 0, ushort.MaxValue })]
    [TestCase("I8", new long[] { -128, -1, 127 })]
    [TestCase("U8", new long[] { 0, 255 })]
    [TestCase("BOOL", new long[] { 0, 1 })]
    public void Integers_of_every_size_are_read_exactly(string type, long[] values)
    {
        int size = Enum.Parse<WeightDataType>(type).SizeInBytes();
        byte[] data = [.. values.SelectMany(value => BitConverter.GetBytes(value).Take(size))];
        using IWeightFile file = Open(type, data, size);
        Assert.That(file.ReadInt64("a"), Is.EqualTo(values));
        Assert.That(file.ReadSingles("a"), Is.EqualTo(values.Select(value => (float)value)));
        Assert.That(file.ReadDoubles("a"), Is.EqualTo(values.Select(value => (double)value)));
        Assert.That(file.ReadBytes("a"), Is.EqualTo(data));
    }

    [Test]
    public void Byte_above_one_is_true()
    {
        using IWeightFile file = Open<byte>("BOOL", [0, 1, 2, 255]);
        Assert.That(file.ReadInt64("a"), Is.EqualTo([0L, 1L, 1L, 1L]));
    }

    [Test]
    public void Integers_are_asked_for_where_they_are_and_where_they_fit()
    {
        using IWeightFile floats = Open("F32", [1f]);
        using IWeightFile large = Open("U64", [ulong.MaxValue]);
        Assert.That(
            () => floats.ReadInt64("a"), Throws.TypeOf<WeightsException>().With.Property("Tensor").EqualTo("a"));
        Assert.That(() => large.ReadInt64("a"), Throws.TypeOf<WeightsException>().With.Message.Contains("2^63"));
        Assert.That(large.ReadDoubles("a"), Is.EqualTo([18446744073709551615d]));
    }

    [Test]
    public void Tensor_longer_than_a_chunk_is_converted_whole()
    {
        short[] values = [.. Enumerable.Range(0, 20_001).Select(value => (short)(value - 10_000))];
        using IWeightFile file = Open("I16", values);
        Assert.That(file.ReadSingles("a"), Is.EqualTo(values.Select(value => (float)value)));
        Assert.That(file.ReadInt64("a"), Is.EqualTo(values.Select(value => (long)value)));
    }

    [Test]
    public void Destination_must_have_the_tensors_length_and_the_tensor_must_exist()
    {
        using IWeightFile file = Open("F32", [1f, 2f]);
        Assert.That(() => file.ReadSingles("a", new float[3]), Throws.ArgumentException);
        Assert.That(() => file.ReadDoubles("a", new double[1]), Throws.ArgumentException);
        Assert.That(() => file.ReadInt64("a", new long[1]), Throws.ArgumentException);
        Assert.That(
            () => file.ReadSingles("b"), Throws.TypeOf<WeightsException>().With.Property("Tensor").EqualTo("b"));
    }

    private static IWeightFile Open<T>(string type, T[] values)
        where T : unmanaged =>
        Open(type, MemoryMarshal.AsBytes<T>(values).ToArray(), values.Length == 0 ? 1 : Marshal.SizeOf<T>());

    private static IWeightFile Open(string type, byte[] data, int size)
    {
        string entry = $$"""{"dtype":"{{type}}","shape":[{{data.Length / size}}],"data_offsets":[0,{{data.Length}}]}""";
        return WeightFile.Open(SafetensorsBytes.Write($$"""{"a":{{entry}} }""", data), "x");
    }

    private static double HalfByDefinition(ushort bits)
    {
        int exponent = (bits >> 10) & 31;
        int fraction = bits & 1023;
        double magnitude = exponent switch
        {
            0 => fraction * Math.Pow(2, -24),
            31 => fraction == 0 ? double.PositiveInfinity : double.NaN,
            _ => (1 + (fraction / 1024.0)) * Math.Pow(2, exponent - 15),
        };
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }
}
