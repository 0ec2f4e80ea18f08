using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Pooling;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Pooling;

public sealed class GlobalAveragePool2DTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(3, 5, 7, 13)]
    [TestCase(2, 3, 3, 80)]
    public void Equals_the_mean_of_each_channel(int batch, int height, int width, int channels)
    {
        float[] x = RandomData.Floats(batch * height * width * channels, seed: 1);

        float[] y = Pool(x, new GlobalPool2DShape(batch, height, width, channels));

        double[] expected =
        [
            .. from image in x.Chunk(height * width * channels)
               from c in Enumerable.Range(0, channels)
               select image.Where((_, i) => i % channels == c).Average(value => (double)value),
        ];
        Assert.That(y, Is.EqualTo(expected).Within(height * width * Math.Pow(2, -24) * x.Max(Math.Abs)));
    }

    [Test]
    public void A_nan_stays_in_its_channel() => Assert.That(
        Pool([1, 2, float.NaN, 4, 5, 6], new GlobalPool2DShape(1, 1, 3, 2)), Is.EqualTo(new[] { float.NaN, 4 }));

    [Test]
    public void Refuses_an_input_of_the_wrong_length() => Assert.That(
        () => Pool(new float[5], new GlobalPool2DShape(1, 1, 3, 2)),
        Throws.ArgumentException.With.Message.Contains("x holds 5 elements; the shape needs 6"));

    private float[] Pool(float[] values, GlobalPool2DShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);
        GlobalAveragePool2D.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
