using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Pooling;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Pooling;

public sealed class MaxPool2DTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 4, 4, 1, 2, 2, 0)]
    [TestCase(2, 7, 5, 3, 3, 2, 1, Description = "ResNet's stem, odd sizes")]
    [TestCase(1, 1, 9, 2, 1, 1, 0, Description = "a window of one is the identity")]
    [TestCase(2, 6, 6, 1, 3, 3, 1, Description = "last rows and columns left over")]
    public void Equals_the_reference(int batch, int height, int width, int channels, int window, int stride, int padding)
    {
        float[] x = RandomData.Floats(batch * height * width * channels, seed: 17);

        float[] y = Pool(x, new MaxPool2DShape(batch, height, width, channels, window, stride, padding));

        Assert.That(
            y, Is.EqualTo(MaxPool2DReference.Compute(x, batch, height, width, channels, window, stride, padding)));
    }

    [Test]
    public void Keeps_a_nan_wherever_it_stands_in_the_window([Range(0, 3)] int position)
    {
        float[] x = [1, 2, 3, 4];
        x[position] = float.NaN;

        Assert.That(Pool(x, new MaxPool2DShape(1, 2, 2, 1, 2, 2, 0)), Is.EqualTo(new[] { float.NaN }));
    }

    [Test]
    public void Refuses_an_output_of_the_wrong_length()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Accelerator.Allocate1D<float>(16);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Accelerator.Allocate1D<float>(3);

        Assert.That(
            () => MaxPool2D.Load(Accelerator).Launch(Stream, x.View, y.View, new MaxPool2DShape(1, 4, 4, 1, 2, 2, 0)),
            Throws.ArgumentException.With.Message.Contains("y holds 3 elements; the shape needs 4"));
    }

    private float[] Pool(float[] values, MaxPool2DShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);
        MaxPool2D.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
