using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution;

public sealed class TransposedConvolution2DTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1, 1, 1, 1, 0, 0)]
    [TestCase(2, 3, 5, 3, 2, 2, 2, 0, 0, Description = "twice as large")]
    [TestCase(1, 4, 3, 5, 7, 4, 2, 1, 0, Description = "windows overlap")]
    [TestCase(2, 5, 4, 3, 3, 3, 2, 1, 1, Description = "a row and a column more")]
    [TestCase(1, 3, 3, 2, 3, 2, 3, 0, 2, Description = "gaps between windows hold the bias alone")]
    [TestCase(1, 6, 5, 2, 3, 3, 1, 2, 0, Description = "padding cuts off more than it overlaps")]
    public void Equals_the_reference(int n, int h, int w, int c, int k, int f, int stride, int padding, int outputPadding)
    {
        TransposedConvolution2DShape shape = new(n, h, w, c, k, f, f, stride, padding, outputPadding);
        float[] x = RandomData.Floats((int)shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)shape.WeightLength, seed: 2);
        float[] bias = RandomData.Floats(k, seed: 3);

        float[] y = Run(x, TransposedConvolution2D.PackWeights(weights, shape), bias, shape);

        double[] expected = TransposedConvolution2DReference.Compute(
            x, weights, bias, (n, h, w, c), (k, f), (shape.OutputHeight, shape.OutputWidth), stride, padding);
        Assert.That(y, Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void Refuses_an_output_padding_that_is_not_below_the_stride() => Assert.That(
        () => Run([1], [1], [0], new TransposedConvolution2DShape(1, 1, 1, 1, 1, 1, 1, 1, 0, 1)),
        Throws.ArgumentException.With.Message.Contains("is no transposed convolution"));

    [Test]
    public void Refuses_weights_of_the_wrong_length() => Assert.That(
        () => Run([1], [1, 2], [0], new TransposedConvolution2DShape(1, 1, 1, 1, 1, 1, 1, 1, 0, 0)),
        Throws.ArgumentException.With.Message.Contains("weights holds 2 elements; the shape needs 1"));

    private float[] Run(float[] input, float[] filter, float[] offsets, TransposedConvolution2DShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(input);
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Upload(filter);
        using MemoryBuffer1D<float, Stride1D.Dense> bias = Upload(offsets);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(Math.Max(shape.OutputLength, 1));
        TransposedConvolution2D.Load(Accelerator).Launch(Stream, x.View, weights.View, bias.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
