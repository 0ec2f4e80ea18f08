using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Normalization;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Normalization;

public sealed class WidthSoftmaxTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1)]
    [TestCase(3, 7, 5)]
    [TestCase(2, 64, 3)]
    public void Equals_the_reference_of_each_channel_of_each_row(int rows, int width, int channels)
    {
        float[] x = RandomData.Floats(rows * width * channels, seed: 1, -10, 10);

        float[] y = Compute(x, new WidthSoftmaxShape(rows, width, channels));

        using (Assert.EnterMultipleScope())
        {
            for (int row = 0; row < rows * channels; row++)
            {
                int[] places = [.. Enumerable.Range(0, width).Select(j => (((row / channels * width) + j) * channels) + (row % channels))];
                double[] expected = SoftmaxReference.Compute([.. places.Select(at => x[at])], width);
                for (int j = 0; j < width; j++)
                {
                    Assert.That(y[places[j]], Is.EqualTo(expected[j]).Within((width + 8 + 20) * Math.Pow(2, -24) * expected[j]), $"row {row}, column {j}");
                }
            }
        }
    }

    [Test]
    public void A_nan_spoils_its_own_channel_of_its_row_alone()
    {
        float[] y = Compute([1, 1, float.NaN, 1, 1, 1, 1, 1], new WidthSoftmaxShape(2, 2, 2));

        Assert.That(y, Is.EqualTo(new[] { float.NaN, 0.5f, float.NaN, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f }));
    }

    [Test]
    public void May_write_over_its_input()
    {
        float[] values = RandomData.Floats(30, seed: 3);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);

        WidthSoftmax.Load(Accelerator).Launch(Stream, x.View, x.View, new WidthSoftmaxShape(2, 5, 3));

        Assert.That(x.GetAsArray1D(), Is.EqualTo(Compute(values, new WidthSoftmaxShape(2, 5, 3))));
    }

    [Test]
    public void Refuses_an_input_of_the_wrong_length() => Assert.That(
        () => Compute(new float[5], new WidthSoftmaxShape(1, 3, 2)),
        Throws.ArgumentException.With.Message.Contains("x holds 5 elements; the shape needs 6"));

    private float[] Compute(float[] values, WidthSoftmaxShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(values.Length);
        WidthSoftmax.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
