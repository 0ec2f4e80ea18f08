using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution;

public sealed class Convolution2DTests(string device) : AcceleratorFixture(device)
{
    [TestCaseSource(typeof(ConvolutionCase), nameof(ConvolutionCase.All))]
    public void Equals_the_reference(ConvolutionCase test)
    {
        test.Check(Accelerator, (x, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(Convolution2D.PackWeights(weights, test.Shape));
            Convolution2D.Load(Accelerator).Launch(
                Stream, x, packed.View, bias, residual, y, test.Shape, test.Activation);
            Accelerator.Synchronize();
        });
    }

    [Test]
    public void Keeps_a_nan_behind_a_relu()
    {
        Convolution2DShape shape = new(1, 1, 2, 1, 1, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload([float.NaN, -1f]);
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Upload([2f]);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(2);

        Convolution2D.Load(Accelerator).Launch(
            Stream, x.View, weights.View, ArrayView<float>.Empty, ArrayView<float>.Empty, y.View, shape, Activation.Relu);

        Assert.That(y.GetAsArray1D(), Is.EqualTo(new[] { float.NaN, 0f }));
    }

    [Test]
    public void Refuses_a_bias_of_the_wrong_length()
    {
        Convolution2DShape shape = new(1, 1, 1, 1, 2, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> one = Poisoned<float>(1);
        using MemoryBuffer1D<float, Stride1D.Dense> two = Poisoned<float>(2);

        Assert.That(
            () => Convolution2D.Load(Accelerator).Launch(
                Stream, one.View, two.View, one.View, ArrayView<float>.Empty, two.View, shape, Activation.None),
            Throws.ArgumentException.With.Message.Contains("bias holds 1 elements; the shape needs 2"));
    }

    [Test]
    public void Refuses_a_filter_that_does_not_fit()
    {
        Convolution2DShape shape = new(1, 2, 2, 1, 1, 3, 3, 1, 0, 1);

        Assert.That(shape.Check, Throws.ArgumentException.With.Message.Contains("no convolution"));
    }
}
