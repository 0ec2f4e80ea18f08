using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution;

public sealed class HalfConvolution2DTests(string device) : AcceleratorFixture(device)
{
    [TestCaseSource(typeof(ConvolutionCase), nameof(ConvolutionCase.All))]
    public void Equals_the_reference_within_the_rounding_of_its_factors(ConvolutionCase test)
    {
        // 2⁻¹¹ for each factor, where a float32 sum is allowed some 2⁻²¹ of its magnitude.
        test.Check(
            Accelerator,
            (x, weights, bias, residual, y) =>
            {
                using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(HalfConvolution2D.PackWeights(weights, test.Shape));
                HalfConvolution2D.Load(Accelerator).Launch(
                    Stream, x, packed.View, bias, residual, y, test.Shape, test.Activation, default);
                Accelerator.Synchronize();
            },
            1200);
    }

    [Test]
    public void Gives_the_same_from_halves_as_from_floats_and_rounds_once([Values] bool halfResidual, [Values] bool halfOutput)
    {
        Convolution2DShape shape = new(2, 5, 4, 8, 16, 3, 3, 2, 1, 1);
        float[] x = Halves.Round(RandomData.Floats((int)shape.InputLength, seed: 1));
        float[] residual = Halves.Round(RandomData.Floats((int)shape.OutputLength, seed: 2));

        float[] floats = Run(shape, x, residual, default);
        float[] halves = Run(
            shape,
            Halves.Pack(x),
            halfResidual ? Halves.Pack(residual) : residual,
            new ConvolutionStorage(true, halfResidual, halfOutput));

        Assert.That(halfOutput ? Halves.Unpack(halves) : halves, Is.EqualTo(halfOutput ? Halves.Round(floats) : floats));
    }

    [Test]
    public void Refuses_halves_of_channels_that_are_no_multiple_of_8()
    {
        Convolution2DShape shape = new(1, 1, 1, 4, 4, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = Poisoned<float>(16);

        Assert.That(
            () => HalfConvolution2D.Load(Accelerator).Launch(
                Stream,
                buffer.View,
                buffer.View,
                ArrayView<float>.Empty,
                ArrayView<float>.Empty,
                buffer.View,
                shape,
                Activation.None,
                new ConvolutionStorage(true, false, false)),
            Throws.ArgumentException.With.Message.Contains("must have a multiple of 8 channels"));
    }

    private float[] Run(Convolution2DShape shape, float[] x, float[] residual, ConvolutionStorage storage)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> xBuffer = Upload(x);
        using MemoryBuffer1D<float, Stride1D.Dense> residualBuffer = Upload(residual);
        using MemoryBuffer1D<float, Stride1D.Dense> bias = Upload(RandomData.Floats(shape.OutputChannels, seed: 4));
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Upload(
            HalfConvolution2D.PackWeights(RandomData.Floats((int)shape.WeightLength, seed: 3), shape));
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(storage.HalfOutput ? shape.OutputLength / 2 : shape.OutputLength);
        HalfConvolution2D.Load(Accelerator).Launch(
            Stream, xBuffer.View, weights.View, bias.View, residualBuffer.View, y.View, shape, Activation.Relu, storage);
        return y.GetAsArray1D();
    }
}
