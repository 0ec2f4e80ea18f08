using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Pooling;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Pooling;

public sealed class SimdMaxPool2DTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 4, 4, 1, 2, 2, 0)]
    [TestCase(2, 7, 5, 3, 3, 2, 1, Description = "ResNet's stem, odd sizes")]
    [TestCase(1, 1, 9, 2, 1, 1, 0, Description = "a window of one is the identity")]
    [TestCase(2, 6, 6, 19, 3, 3, 1, Description = "last rows and columns left over; channels beyond whole vectors")]
    [TestCase(2, 11, 9, 64, 3, 2, 1)]
    [TestCase(2, 5, 6, 77, 3, 2, 1, Description = "several vectors, one, and channels beyond them")]
    public void Equals_the_reference(int batch, int height, int width, int channels, int window, int stride, int padding)
    {
        float[] x = RandomData.Floats(batch * height * width * channels, seed: 17);

        float[] y = Pool(x, new MaxPool2DShape(batch, height, width, channels, window, stride, padding));

        Assert.That(
            y, Is.EqualTo(MaxPool2DReference.Compute(x, batch, height, width, channels, window, stride, padding)));
    }

    [Test]
    public void Keeps_a_nan_wherever_it_stands_in_the_window([Range(0, 3)] int position, [Values(1, 16, 77)] int channels)
    {
        float[] x = RandomData.Floats(4 * channels, seed: 1);
        Array.Fill(x, float.NaN, position * channels, channels);

        Assert.That(Pool(x, new MaxPool2DShape(1, 2, 2, channels, 2, 2, 0)), Is.All.NaN);
    }

    private float[] Pool(float[] values, MaxPool2DShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);
        SimdMaxPool2D.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
