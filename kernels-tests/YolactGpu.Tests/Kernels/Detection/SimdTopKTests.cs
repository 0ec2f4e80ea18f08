using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class SimdTopKTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 1)]
    [TestCase(3, 7, 4)]
    [TestCase(2, 5, 9, Description = "more wanted than there are")]
    [TestCase(2, 331, 200, Description = "more wanted than are present")]
    [TestCase(3, 1000, 13, Description = "a limit has to be searched for")]
    [TestCase(1, 4099, 1)]
    [TestCase(1, 4100, TopKShape.MaximumCount)]
    public void Has_the_same_bits_as_the_plain_kernel(int rows, int columns, int count)
    {
        TopKShape shape = new(rows, columns, count);

        CheckAgainstPlain(RandomData.Floats(rows * columns, seed: 21, low: -1, high: 1), shape);
        CheckAgainstPlain(RandomData.Floats(rows * columns, seed: 22, low: 0, high: 1), shape);
        CheckAgainstPlain(RandomData.Floats(rows * columns, seed: 23, low: -1, high: 0), shape);
    }

    [Test]
    public void Takes_the_lower_column_first_where_values_are_equal(
        [Values(1, 3, 8, 40, 300)] int count, [Values(2, 5, 1000)] int distinct)
    {
        float[] x = [.. RandomData.Floats(2 * 997, seed: 24, low: -1, high: distinct).Select(MathF.Floor)];

        CheckAgainstPlain(x, new TopKShape(2, 997, count));
    }

    [Test]
    public void Takes_the_first_columns_where_all_values_are_equal(
        [Values(0f, -0f, 1f, float.Epsilon, float.PositiveInfinity)] float value) =>
        CheckAgainstPlain([.. Enumerable.Repeat(value, 300)], new TopKShape(1, 300, 7));

    [Test]
    public void Tells_apart_what_a_comparison_tells_apart()
    {
        float[] odd =
        [
            float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, float.Epsilon, -float.Epsilon,
            float.MaxValue, float.BitDecrement(float.MaxValue), 1, float.BitIncrement(1), -1,
        ];
        Random random = new(25);
        float[] x = [.. Enumerable.Range(0, 3 * 500).Select(_ => odd[random.Next(odd.Length)])];

        foreach (int count in new[] { 1, 2, 20, 60, 500, 501 })
        {
            CheckAgainstPlain(x, new TopKShape(3, 500, count));
        }
    }

    [Test]
    public void Takes_any_order_of_the_input([Values] bool ascending)
    {
        float[] sorted = [.. Enumerable.Range(0, 1997).Select(i => i / 1997f)];

        CheckAgainstPlain(ascending ? sorted : [.. sorted.Reverse()], new TopKShape(1, 1997, 31));
    }

    [Test]
    public void Refuses_a_count_beyond_the_limit()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> floats = Upload(new float[3]);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload(new int[3]);
        TopKShape shape = new(1, 3, TopKShape.MaximumCount + 1);

        Assert.That(
            () => SimdTopK.Load(Accelerator).Launch(Stream, floats.View, floats.View, indices.View, shape),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Count"));
    }

    private void CheckAgainstPlain(float[] entries, TopKShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(entries);
        using MemoryBuffer1D<float, Stride1D.Dense> plainValues = Poisoned<float>(shape.OutputLength);
        using MemoryBuffer1D<int, Stride1D.Dense> plainIndices = Poisoned<int>(shape.OutputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> values = Poisoned<float>(shape.OutputLength);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload(
            [.. Enumerable.Repeat(-2, (int)shape.OutputLength)]);

        TopK.Load(Accelerator).Launch(Stream, x.View, plainValues.View, plainIndices.View, shape);
        SimdTopK.Load(Accelerator).Launch(Stream, x.View, values.View, indices.View, shape);

        Assert.That(indices.GetAsArray1D(), Is.EqualTo(plainIndices.GetAsArray1D()), $"{shape}");
        Assert.That(Bits.Of(values.GetAsArray1D()), Is.EqualTo(Bits.Of(plainValues.GetAsArray1D())), $"{shape}");
    }
}
