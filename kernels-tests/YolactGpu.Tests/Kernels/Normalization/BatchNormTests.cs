using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Normalization;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Normalization;

public sealed class BatchNormTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1)]
    [TestCase(7, 1)]
    [TestCase(1, 13)]
    [TestCase(35, 3)]
    [TestCase(61, 64)]
    public void Is_within_4_ulps_of_the_larger_term(int rows, int channels)
    {
        Statistics statistics = new(channels);
        float[] x = RandomData.Floats(rows * channels, seed: 1, -5, 5);

        float[] y = Normalize(x, statistics, new BatchNormShape(rows, channels, 1e-5f));

        (double Value, double Magnitude)[] expected = BatchNormReference.Compute(
            x, statistics.Gamma, statistics.Beta, statistics.Mean, statistics.Variance, 1e-5f);
        using (Assert.EnterMultipleScope())
        {
            for (int at = 0; at < y.Length; at++)
            {
                double unit = Math.Pow(2, -23) * expected[at].Magnitude;
                Assert.That(y[at], Is.EqualTo(expected[at].Value).Within(4 * unit), $"element {at}");
            }
        }
    }

    [Test]
    public void Epsilon_keeps_a_variance_of_zero_finite()
    {
        float[] expected = [5f, 1f];
        Statistics statistics = new(1) { Gamma = [2], Beta = [1], Mean = [3], Variance = [0] };

        Assert.That(Normalize([4, 3], statistics, new BatchNormShape(2, 1, 0.25f)), Is.EqualTo(expected));
    }

    [Test]
    public void A_batch_of_two_equals_twice_a_batch_of_one()
    {
        Statistics statistics = new(5);
        float[] x = RandomData.Floats(2 * 9 * 5, seed: 3);

        float[] both = Normalize(x, statistics, new BatchNormShape(18, 5, 1e-5f));

        Assert.That(
            both,
            Is.EqualTo(x.Chunk(9 * 5).SelectMany(image => Normalize(image, statistics, new BatchNormShape(9, 5, 1e-5f)))));
    }

    [Test]
    public void May_write_over_its_input()
    {
        Statistics statistics = new(3);
        float[] values = RandomData.Floats(12, seed: 4);
        BatchNormShape shape = new(4, 3, 1e-5f);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);

        Launch(x.View, x.View, statistics, shape);

        Assert.That(x.GetAsArray1D(), Is.EqualTo(Normalize(values, statistics, shape)));
    }

    [TestCase(12, 3, 12, 9, 3, "x holds 12 elements; the shape needs 9")]
    [TestCase(8, 3, 8, 8, 2, "gamma holds 3 elements; the shape needs 2")]
    [TestCase(6, 3, 7, 6, 3, "y holds 7 elements; the shape needs 6")]
    public void Refuses_lengths_that_the_shape_does_not_have(
        int inputs, int statistics, int outputs, int elements, int channels, string message)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(inputs);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(outputs);

        Assert.That(
            () => Launch(x.View, y.View, new Statistics(statistics), new BatchNormShape(elements / channels, channels, 1e-5f)),
            Throws.ArgumentException.With.Message.Contains(message));
    }

    private float[] Normalize(float[] values, Statistics statistics, BatchNormShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        Launch(x.View, y.View, statistics, shape);
        return y.GetAsArray1D();
    }

    private void Launch(ArrayView<float> x, ArrayView<float> y, Statistics statistics, BatchNormShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> gamma = Upload(statistics.Gamma);
        using MemoryBuffer1D<float, Stride1D.Dense> beta = Upload(statistics.Beta);
        using MemoryBuffer1D<float, Stride1D.Dense> mean = Upload(statistics.Mean);
        using MemoryBuffer1D<float, Stride1D.Dense> variance = Upload(statistics.Variance);
        BatchNorm.Load(Accelerator).Launch(Stream, x, gamma.View, beta.View, mean.View, variance.View, y, shape);
        Stream.Synchronize();
    }

    private sealed class Statistics(int channels)
    {
        public float[] Gamma { get; init; } = RandomData.Floats(channels, seed: 11);

        public float[] Beta { get; init; } = RandomData.Floats(channels, seed: 12);

        public float[] Mean { get; init; } = RandomData.Floats(channels, seed: 13);

        public float[] Variance { get; init; } = RandomData.Floats(channels, seed: 14, 0.01f, 3);
    }
}
