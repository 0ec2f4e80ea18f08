using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Imaging;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Imaging;

public sealed class SimdImageToTensorTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 2, 3)]
    [TestCase(3, 5, 1, 1)]
    [TestCase(11, 7, 11, 7, Description = "the size stays")]
    [TestCase(13, 29, 31, 17)]
    [TestCase(48, 64, 15, 15, Description = "smaller")]
    public void Has_the_same_bits_as_the_plain_kernel(int height, int width, int tensorHeight, int tensorWidth)
    {
        ImageToTensorShape shape = new(
            height, width, tensorHeight, tensorWidth, new Rgb(123.68f, 116.78f, 103.94f), new Rgb(1 / 58.4f, 1 / 57.1f, 1 / 57.4f));
        byte[] bytes = new byte[shape.ImageLength];
        new Random(5).NextBytes(bytes);
        using MemoryBuffer1D<byte, Stride1D.Dense> image = Upload(bytes);
        using MemoryBuffer1D<float, Stride1D.Dense> plain = Poisoned<float>(shape.TensorLength);
        using MemoryBuffer1D<float, Stride1D.Dense> tensor = Poisoned<float>(shape.TensorLength);

        ImageToTensor.Load(Accelerator).Launch(Stream, image.View, plain.View, shape);
        SimdImageToTensor.Load(Accelerator).Launch(Stream, image.View, tensor.View, shape);

        float[] expected = plain.GetAsArray1D();
        Assert.That(expected, Has.None.NaN);
        Assert.That(tensor.GetAsArray1D(), Is.EqualTo(expected));
    }
}
