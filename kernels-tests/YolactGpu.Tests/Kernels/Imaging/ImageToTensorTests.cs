using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Imaging;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Imaging;

public sealed class ImageToTensorTests(string device) : AcceleratorFixture(device)
{
    private static readonly Rgb Mean = new(123.68f, 116.78f, 103.94f);
    private static readonly Rgb Scale = new(1 / 58.4f, 1 / 57.12f, 1 / 57.38f);
    private static readonly Rgb Zero = new(0, 0, 0);
    private static readonly Rgb One = new(1, 1, 1);

    [TestCase(1, 1, 1, 1)]
    [TestCase(1, 1, 3, 5, Description = "a single pixel")]
    [TestCase(1, 17, 5, 5, Description = "a single row")]
    [TestCase(7, 5, 11, 13)]
    [TestCase(13, 29, 7, 7, Description = "smaller")]
    [TestCase(33, 31, 1, 1, Description = "down to a single pixel")]
    [TestCase(97, 120, 55, 55)]
    public void Equals_the_reference(int height, int width, int tensorHeight, int tensorWidth)
    {
        ImageToTensorShape shape = new(height, width, tensorHeight, tensorWidth, Mean, Scale);
        byte[] image = RandomBytes(shape);

        float[] tensor = Convert(image, shape);

        double[] resized = ResizeBilinearReference.Compute(
            [.. image.Select(value => (double)value)], 1, height, width, tensorHeight, tensorWidth, 3);
        double[] mean = [Mean.R, Mean.G, Mean.B];
        double[] scale = [Scale.R, Scale.G, Scale.B];
        double tolerance = 4 * (height + width + 2) * Math.Pow(2, -24) * 255 * scale.Max();
        Assert.That(
            tensor, Is.EqualTo(resized.Select((value, at) => (value - mean[at % 3]) * scale[at % 3])).Within(tolerance));
    }

    [Test]
    public void The_same_size_keeps_every_byte()
    {
        ImageToTensorShape shape = new(9, 7, 9, 7, Zero, One);
        byte[] image = RandomBytes(shape);

        Assert.That(Convert(image, shape), Is.EqualTo(image.Select(value => (float)value)));
    }

    [Test]
    public void Channels_keep_their_order_and_their_constants()
    {
        float[] expected = [9, 36, 81];
        ImageToTensorShape shape = new(1, 1, 1, 1, new Rgb(1, 2, 3), new Rgb(1, 2, 3));

        Assert.That(Convert([10, 20, 30], shape), Is.EqualTo(expected));
    }

    [TestCase(11, 12, "image holds 11 elements; the shape needs 12")]
    [TestCase(12, 13, "tensor holds 13 elements; the shape needs 12")]
    public void Refuses_lengths_that_the_shape_does_not_have(int bytes, int elements, string message)
    {
        using MemoryBuffer1D<byte, Stride1D.Dense> image = Poisoned<byte>(bytes);
        using MemoryBuffer1D<float, Stride1D.Dense> tensor = Poisoned<float>(elements);

        Assert.That(
            () => ImageToTensor.Load(Accelerator)
                .Launch(Stream, image.View, tensor.View, new ImageToTensorShape(2, 2, 2, 2, Mean, Scale)),
            Throws.ArgumentException.With.Message.Contains(message));
    }

    private static byte[] RandomBytes(ImageToTensorShape shape)
    {
        byte[] bytes = new byte[shape.ImageLength];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private float[] Convert(byte[] bytes, ImageToTensorShape shape)
    {
        using MemoryBuffer1D<byte, Stride1D.Dense> image = Upload(bytes);
        using MemoryBuffer1D<float, Stride1D.Dense> tensor = Poisoned<float>(shape.TensorLength);
        ImageToTensor.Load(Accelerator).Launch(Stream, image.View, tensor.View, shape);
        return tensor.GetAsArray1D();
    }
}
