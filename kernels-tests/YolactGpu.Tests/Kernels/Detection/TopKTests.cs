using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

/// <summary>
/// Both kernels on every device: what the launcher chooses, and the grouped one with groups of several sizes.
/// </summary>
public sealed class TopKTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1)]
    [TestCase(3, 7, 4)]
    [TestCase(2, 5, 9, Description = "more wanted than there are")]
    [TestCase(2, 331, 200)]
    [TestCase(1, 300, 1)]
    public void Equals_a_stable_sort_of_numbers_of_which_half_are_absent(int rows, int columns, int count) =>
        CheckAll(RandomData.Floats(rows * columns, seed: 21, low: -1, high: 1), new TopKShape(rows, columns, count));

    [Test]
    public void Takes_the_lower_column_first_where_values_are_equal([Values(1, 3, 8, 40)] int count)
    {
        float[] x = [.. RandomData.Floats(2 * 37, seed: 22, low: -1, high: 4).Select(MathF.Floor)];

        CheckAll(x, new TopKShape(2, 37, count));
    }

    [Test]
    public void Takes_the_first_columns_where_all_values_are_equal([Values(0f, -0f, 1f)] float value) =>
        CheckAll([.. Enumerable.Repeat(value, 300)], new TopKShape(1, 300, 7));

    [Test]
    public void Counts_zero_of_either_sign_as_present_and_equal() =>
        CheckAll([-0f, 0, -0f, 1, 0, -1, -0f], new TopKShape(1, 7, 4));

    [Test]
    public void Leaves_out_nan_and_takes_infinity() =>
        CheckAll([float.NaN, 1, float.PositiveInfinity, float.NegativeInfinity, -0.5f, 2], new TopKShape(1, 6, 5));

    [Test]
    public void Gives_minus_one_where_nothing_is_present() =>
        CheckAll([-1, -1, -1, 0.5f, -1, -1], new TopKShape(2, 3, 2));

    [Test]
    public void Takes_any_order_of_the_input([Values] bool ascending)
    {
        float[] sorted = [.. Enumerable.Range(0, 97).Select(i => i / 97f)];

        CheckAll(ascending ? sorted : [.. sorted.Reverse()], new TopKShape(1, 97, 31));
    }

    [Test]
    public void Tells_values_apart_that_differ_in_their_last_bit()
    {
        float[] x =
        [
            .. Enumerable.Range(0, 64).Select(i => BitConverter.Int32BitsToSingle(0x3F000000 + (i * 37 % 64))),
        ];

        CheckAll(x, new TopKShape(1, 64, 10));
    }

    [Test]
    public void Gives_the_same_for_the_full_count_that_a_group_can_hold() =>
        CheckAll(
            RandomData.Floats(2100, seed: 23, low: 0, high: 1), new TopKShape(1, 2100, TopKShape.MaximumCount));

    [Test]
    public void Refuses_a_count_beyond_the_limit_and_a_wrong_length()
    {
        Assert.That(
            () => Choose(TopK.Load(Accelerator).Launch, new float[3], new TopKShape(1, 3, TopKShape.MaximumCount + 1)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Count"));
        Assert.That(
            () => Choose(TopK.Load(Accelerator).Launch, new float[3], new TopKShape(2, 3, 1)),
            Throws.ArgumentException.With.Message.Contains("x holds 3 elements; the shape needs 6"));
    }

    private void CheckAll(float[] x, TopKShape shape)
    {
        (float[] values, int[] indices) = TopKReference.Compute(x, shape.Columns, shape.Count);
        int largest = Accelerator.MaxNumThreadsPerGroup;
        int[] sizes = [1, 2, 16, 48, 512];
        foreach (LaunchTopK launch in sizes
            .Where(size => size <= largest)
            .Select(size => (LaunchTopK)TopKGrouped.Load(Accelerator, size).Launch)
            .Append(TopK.Load(Accelerator).Launch))
        {
            (float[] chosenValues, int[] chosenIndices) = Choose(launch, x, shape);
            Assert.That(chosenIndices, Is.EqualTo(indices));
            Assert.That(chosenValues, Is.EqualTo(values));
        }
    }

    private delegate void LaunchTopK(
        AcceleratorStream stream, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape);

    private (float[] Values, int[] Indices) Choose(LaunchTopK launch, float[] entries, TopKShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(entries);
        using MemoryBuffer1D<float, Stride1D.Dense> values = Poisoned<float>(shape.OutputLength);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Poisoned<int>(shape.OutputLength);
        launch(Stream, x.View, values.View, indices.View, shape);
        return (values.GetAsArray1D(), indices.GetAsArray1D());
    }
}
