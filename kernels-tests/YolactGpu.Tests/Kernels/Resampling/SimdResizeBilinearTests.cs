using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Resampling;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Resampling;

public sealed class SimdResizeBilinearTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 3, 5, 1)]
    [TestCase(2, 5, 9, 9, 18, 7, Description = "FPN-like, odd sizes")]
    [TestCase(1, 18, 18, 35, 35, 33)]
    [TestCase(1, 13, 11, 6, 4, 16, Description = "smaller")]
    public void Has_the_same_bits_as_the_plain_kernel(
        int batch, int height, int width, int outputHeight, int outputWidth, int channels)
    {
        ResizeBilinearShape shape = new(batch, height, width, outputHeight, outputWidth, channels);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(RandomData.Floats((int)shape.InputLength, seed: 1));
        using MemoryBuffer1D<float, Stride1D.Dense> plain = Poisoned<float>(shape.OutputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);

        ResizeBilinear.Load(Accelerator).Launch(Stream, x.View, plain.View, shape);
        SimdResizeBilinear.Load(Accelerator).Launch(Stream, x.View, y.View, shape);

        float[] expected = plain.GetAsArray1D();
        Assert.That(expected, Has.None.NaN);
        Assert.That(y.GetAsArray1D(), Is.EqualTo(expected));
    }
}
