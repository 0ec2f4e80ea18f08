using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Boxes;

public sealed class YoloOffsetsTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1)]
    [TestCase(37, 9, 5)]
    public void Centres_stay_within_half_a_cell_and_sizes_are_kept(int rows, int across, int down)
    {
        float[] x = RandomData.Floats(rows * 4, seed: 4, -8, 8);

        float[] y = Run(x, new YoloOffsetsShape(rows, across, down));

        Assert.That(y, Is.EqualTo(x.Select((value, i) => (i % 4) switch
        {
            0 => ((1 / (1 + Math.Exp(-(double)value))) - 0.5) / across,
            1 => ((1 / (1 + Math.Exp(-(double)value))) - 0.5) / down,
            _ => (double)value,
        })).Within(1e-6));
    }

    [Test]
    public void Refuses_views_of_the_wrong_length() => Assert.That(
        () => Run([1, 2, 3], new YoloOffsetsShape(1, 1, 1)), Throws.ArgumentException.With.Message.Contains("x holds 3 elements; the shape needs 4"));

    private float[] Run(float[] values, YoloOffsetsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.Rows * 4);
        YoloOffsets.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
