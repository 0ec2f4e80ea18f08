using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Kernels.Elementwise;
using Kernel = System.Action<
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    YolactGpu.Kernels.Convolution.Tiled.TiledShape>;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// The code of the tensor-core kernels around their instructions, which are emulated: every address, lane and fragment. The data are
/// exact in FP16 and TF32 and so are all sums, so that the results must equal the plain kernel's bit for bit.
/// </summary>
public sealed class EmulatedTensorCoreTests(string device) : GroupFixture(device)
{
    private const ConvolutionPrecision Half = ConvolutionPrecision.Float16;
    private const ConvolutionPrecision TensorFloat = ConvolutionPrecision.TensorFloat32;

    [OneTimeSetUp]
    public void NeedsAnEmulation() => EmulatedKernels.IgnoreUnlessSimulated(Accelerator);

    [TestCase(32, 64, Half)]
    [TestCase(64, 64, Half)]
    [TestCase(128, 64, Half)]
    [TestCase(128, 128, Half)]
    [TestCase(32, 64, TensorFloat)]
    [TestCase(64, 64, TensorFloat)]
    [TestCase(128, 64, TensorFloat)]
    [TestCase(128, 128, TensorFloat)]
    public void Equals_the_plain_kernel_over_a_whole_tile(int pixels, int channels, ConvolutionPrecision precision)
    {
        // Two groups, the second with few pixels; three steps of halves.
        Check(new Convolution2DShape(1, 1, pixels + 3, 72, channels, 1, 1, 1, 0, 1), Activation.Relu, false, pixels, channels, precision, 1);
    }

    [Test]
    public void Equals_the_plain_kernel_on_shapes_that_fit_nothing([Values(Half, TensorFloat)] ConvolutionPrecision precision)
    {
        Check(new Convolution2DShape(2, 5, 4, 3, 5, 3, 3, 2, 1, 1), Activation.LeakyRelu, true, 32, 64, precision, 1);
        Check(new Convolution2DShape(1, 4, 5, 12, 70, 3, 3, 1, 2, 2), Activation.None, false, 32, 64, precision, 1);
        Check(new Convolution2DShape(1, 3, 3, 21, 6, 2, 2, 1, 0, 1), Activation.None, true, 32, 64, precision, 1);
    }

    [Test]
    public void Equals_the_plain_kernel_with_the_sum_in_parts([Values(Half, TensorFloat)] ConvolutionPrecision precision) =>
        Check(new Convolution2DShape(1, 4, 4, 40, 8, 3, 3, 1, 1, 1), Activation.None, false, 32, 64, precision, 3);

    [Test]
    public void Applies_functions_that_are_no_lines()
    {
        ConvolutionCase test = new(new Convolution2DShape(1, 3, 3, 8, 7, 1, 1, 1, 0, 1), true, true, Activation.Tanh);

        test.Check(Accelerator, AlignedViews.Of(Accelerator, Launch(test.Shape, test.Activation, 32, 64, TensorFloat, 1)), 3000);
    }

    [Test]
    public void Rounds_as_the_type_does([Values(Half, TensorFloat)] ConvolutionPrecision precision)
    {
        float[] numbers = [1 + (1 / 1024f), 1 + (1 / 2048f), 1 + (3 / 2048f), -2.0009766f, 1e-6f, 65504f, 0.1f, 3.1415927f];
        Convolution2DShape shape = new(1, 1, numbers.Length, 1, 4, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Accelerator.Allocate1D(numbers);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Accelerator.Allocate1D<float>(numbers.Length * 4);

        Launch(shape, Activation.None, 32, 64, precision, 1)(
            x.View, [1f, 1f, 1f, 1f], ArrayView<float>.Empty, ArrayView<float>.Empty, y.View);

        Assert.That(
            y.GetAsArray1D().Where((_, i) => i % 4 == 0),
            Is.EqualTo(numbers.Select(number => precision == Half
                ? (float)(System.Half)number
                : BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(number) + 0x1000) & ~0x1FFFu))));
    }

    private static Kernel KernelOf(int pixels, int channels, ConvolutionPrecision precision) => (pixels, channels, precision) switch
    {
        (128, 128, Half) => EmulatedKernels.Half128x128,
        (128, 64, Half) => EmulatedKernels.Half128x64,
        (64, 64, Half) => EmulatedKernels.Half64x64,
        (32, 64, Half) => EmulatedKernels.Half32x64,
        (128, 128, _) => EmulatedKernels.TensorFloat128x128,
        (128, 64, _) => EmulatedKernels.TensorFloat128x64,
        (64, 64, _) => EmulatedKernels.TensorFloat64x64,
        _ => EmulatedKernels.TensorFloat32x64,
    };

    private void Check(
        Convolution2DShape shape,
        Activation activation,
        bool hasResidual,
        int pixels,
        int channels,
        ConvolutionPrecision precision,
        int splits)
    {
        ExactData data = ExactData.For(shape, hasResidual);

        float[] y = data.Run(Accelerator, AlignedViews.Of(Accelerator, Launch(shape, activation, pixels, channels, precision, splits)), activation);

        Assert.That(y, Is.EqualTo(data.RunPlain(Accelerator, activation)));
    }

    private ConvolutionLaunch Launch(
        Convolution2DShape shape, Activation activation, int pixels, int channels, ConvolutionPrecision precision, int splits) =>
        (x, weights, bias, residual, y) =>
        {
            TileFamily family = TensorCoreConvolution2D.FamilyOf(precision);
            ConvolutionTile tile = family.Tiles.Select(known => known.Tile).Single(known => known.Pixels == pixels && known.Channels == channels);
            TileLaunches launches = new(family, SplitSum.Load(Accelerator), _ =>
                Accelerator.LoadKernel(KernelOf(pixels, channels, precision)));
            float[] packed = TensorCoreConvolution2D.PackWeights(weights, shape, precision);
            TileChoice choice = new(tile, splits);
            using MemoryBuffer1D<float, Stride1D.Dense> packedBuffer = Accelerator.Allocate1D(packed);
            using MemoryBuffer1D<float, Stride1D.Dense> scratch = Accelerator.Allocate1D<float>(Math.Max(1, TileLaunches.ScratchLength(shape, choice)));
            scratch.MemSet(0xFF);
            launches.Launch(
                Stream,
                new ConvolutionTensors(x, packedBuffer.View, bias, residual, y),
                scratch.View.BaseView.SubView(0, TileLaunches.ScratchLength(shape, choice)),
                packed.Length,
                shape,
                activation,
                choice);
            Accelerator.Synchronize();
        };
}
