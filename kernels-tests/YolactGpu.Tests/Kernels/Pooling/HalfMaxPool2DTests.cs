using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Pooling;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Pooling;

public sealed class HalfMaxPool2DTests(string device) : AcceleratorFixture(device)
{
    [TestCase(2, 7, 5, 2, 3, 2, 1)]
    [TestCase(1, 1, 9, 8, 1, 1, 0)]
    [TestCase(1, 6, 6, 4, 3, 3, 1)]
    public void Equals_the_reference(int batch, int height, int width, int channels, int window, int stride, int padding)
    {
        float[] values = Halves.Round(RandomData.Floats(batch * height * width * channels, seed: 17));
        values[3] = float.NaN;
        MaxPool2DShape shape = new(batch, height, width, channels, window, stride, padding);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(Halves.Pack(values));
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength / 2);

        HalfMaxPool2D.Load(Accelerator).Launch(Stream, x.View, y.View, shape);

        Assert.That(
            Halves.Unpack(y.GetAsArray1D()),
            Is.EqualTo(MaxPool2DReference.Compute(values, batch, height, width, channels, window, stride, padding)));
    }

    [Test]
    public void Refuses_an_odd_number_of_channels()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(6);

        Assert.That(
            () => HalfMaxPool2D.Load(Accelerator).Launch(Stream, x.View, x.View, new MaxPool2DShape(1, 2, 2, 3, 1, 1, 0)),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Channels"));
    }
}
