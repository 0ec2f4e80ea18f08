using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;
using Kernel = System.Action<
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    YolactGpu.Kernels.Convolution.Tiled.TiledShape>;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// The tensor-core kernels with tensors stored as halves, their instructions emulated: the same bits as the plain kernel for halves, on data
/// whose sums are exact.
/// </summary>
public sealed class EmulatedHalfStorageTests(string device) : GroupFixture(device)
{
    [OneTimeSetUp]
    public void NeedsAnEmulation() => EmulatedKernels.IgnoreUnlessSimulated(Accelerator);

    [TestCase(32, 64)]
    [TestCase(64, 64)]
    [TestCase(128, 64)]
    [TestCase(128, 128)]
    public void Equals_the_plain_kernel_over_a_whole_tile(int pixels, int channels) =>
        Check(new Convolution2DShape(1, 1, pixels + 3, 40, channels, 1, 1, 1, 0, 1), pixels, channels, 1, new ConvolutionStorage(true, true, true));

    [Test]
    public void Equals_the_plain_kernel_with_any_tensor_as_halves(
        [Values] bool halfInput, [Values] bool halfResidual, [Values] bool halfOutput, [Values(1, 3)] int splits) =>
        Check(
            new Convolution2DShape(2, 4, 3, 24, 8, 3, 3, 2, 1, 1), 32, 64, splits, new ConvolutionStorage(halfInput, halfResidual, halfOutput));

    [Test]
    public void Refuses_to_store_as_halves_what_is_refined_afterwards() =>
        Assert.That(
            () => Run(new Convolution2DShape(1, 1, 1, 8, 8, 1, 1, 1, 0, 1), 32, 64, 1, new ConvolutionStorage(true, true, true), Activation.Tanh),
            Throws.ArgumentException.With.Message.Contains("Tanh is applied to floats alone"));

    private void Check(Convolution2DShape shape, int pixels, int channels, int splits, ConvolutionStorage storage)
    {
        float[] y = Run(shape, pixels, channels, splits, storage, Activation.LeakyRelu);

        Assert.That(y, Is.EqualTo(RunPlain(shape, storage)));
    }

    private static Kernel KernelOf(int pixels, int channels, bool readsHalves) => (pixels, channels, readsHalves) switch
    {
        (128, 128, true) => EmulatedKernels.Half128x128OfHalves,
        (128, 64, true) => EmulatedKernels.Half128x64OfHalves,
        (64, 64, true) => EmulatedKernels.Half64x64OfHalves,
        (_, _, true) => EmulatedKernels.Half32x64OfHalves,
        _ => EmulatedKernels.Half32x64,
    };

    private float[] Run(
        Convolution2DShape shape, int pixels, int channels, int splits, ConvolutionStorage storage, Activation activation) =>
        OnBuffers(shape, storage, (weights, x, bias, residual, y) =>
        {
            TileFamily family = TensorCoreConvolution2D.HalfFamily;
            ConvolutionTile tile = family.Tiles.Select(known => known.Tile).Single(known => known.Pixels == pixels && known.Channels == channels);
            TileLaunches launches = new(family, SplitSum.Load(Accelerator), _ =>
                Accelerator.LoadKernel(KernelOf(pixels, channels, storage.HalfInput)));
            float[] packed = TensorCoreConvolution2D.PackWeights(weights, shape, ConvolutionPrecision.Float16);
            TileChoice choice = new(tile, splits);
            long scratchLength = TileLaunches.ScratchLength(shape, choice);
            using MemoryBuffer1D<float, Stride1D.Dense> packedBuffer = Accelerator.Allocate1D(packed);
            using MemoryBuffer1D<float, Stride1D.Dense> scratch = Accelerator.Allocate1D<float>(Math.Max(1, scratchLength));
            scratch.MemSet(0xFF);
            launches.Launch(
                Stream,
                new ConvolutionTensors(x, packedBuffer.View, bias, residual, y),
                scratch.View.BaseView.SubView(0, scratchLength),
                packed.Length,
                shape,
                activation,
                choice,
                storage);
            Accelerator.Synchronize();
        });

    private float[] RunPlain(Convolution2DShape shape, ConvolutionStorage storage) =>
        OnBuffers(shape, storage, (weights, x, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Accelerator.Allocate1D(HalfConvolution2D.PackWeights(weights, shape));
            HalfConvolution2D.Load(Accelerator).Launch(
                Stream, x, packed.View, bias, residual, y, shape, Activation.LeakyRelu, storage);
            Accelerator.Synchronize();
        });

    private float[] OnBuffers(
        Convolution2DShape shape,
        ConvolutionStorage storage,
        Action<float[], ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> launch)
    {
        ExactData data = ExactData.For(shape, hasResidual: true);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Accelerator.Allocate1D(storage.HalfInput ? Halves.Pack(data.X) : data.X);
        using MemoryBuffer1D<float, Stride1D.Dense> bias = Accelerator.Allocate1D(data.Bias);
        using MemoryBuffer1D<float, Stride1D.Dense> residual = Accelerator.Allocate1D(
            storage.HalfResidual ? Halves.Pack(data.Residual!) : data.Residual!);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Accelerator.Allocate1D<float>(
            storage.HalfOutput ? shape.OutputLength / 2 : shape.OutputLength);
        y.MemSet(0xFF);
        Accelerator.Synchronize();
        launch(data.Weights, x.View, bias.View, residual.View, y.View);
        return y.GetAsArray1D();
    }
}
