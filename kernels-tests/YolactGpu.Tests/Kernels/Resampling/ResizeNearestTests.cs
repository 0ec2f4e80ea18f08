using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Resampling;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Resampling;

public sealed class ResizeNearestTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1, 1, 1)]
    [TestCase(2, 9, 18, 18, 35, 3, Description = "as the pyramid does")]
    [TestCase(1, 7, 5, 3, 11, 2, Description = "smaller one way, larger the other")]
    public void Takes_the_pixel_before(int n, int h, int w, int oh, int ow, int c)
    {
        float[] x = [.. Enumerable.Range(0, n * h * w * c)];

        float[] y = Resize(x, new ResizeBilinearShape(n, h, w, oh, ow, c));

        Assert.That(y, Is.EqualTo(
            from image in Enumerable.Range(0, n)
            from i in Enumerable.Range(0, oh)
            from j in Enumerable.Range(0, ow)
            from channel in Enumerable.Range(0, c)
            select x[(((((image * h) + (i * h / oh)) * w) + (j * w / ow)) * c) + channel]));
    }

    [Test]
    public void Refuses_views_of_the_wrong_length() => Assert.That(
        () => Resize([1, 2, 3], new ResizeBilinearShape(1, 2, 2, 4, 4, 1)),
        Throws.ArgumentException.With.Message.Contains("x holds 3 elements; the shape needs 4"));

    private float[] Resize(float[] values, ResizeBilinearShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);
        ResizeNearest.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
