using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using YolactGpu.Kernels.Elementwise;
using Half = System.Half;

namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// 2-D convolution on NVIDIA's tensor cores: the function of <see cref="Convolution2D"/>, its oracle, with inputs and weights
/// rounded to TF32 or FP16 before they are multiplied. Sums are float32, so the relative error is that of rounding the factors: 2⁻¹¹
/// each, of Σ|x·w|. With FP16, tensors may be stored as halves too; see <see cref="ConvolutionStorage"/>. Any channel counts, filter, stride, padding, dilation and batch.
/// <para>x: [N, H, W, C]. weights: see <see cref="PackWeights"/>. bias: [K] or empty. residual: as y, or empty.
/// y: [N, OH, OW, K]. All float, contiguous. Where C is a multiple of 4, x must begin at a multiple of 16 bytes in
/// memory; where K is, y and the residual must.</para>
/// <para>FP16 makes an input beyond ±65504 infinite; TF32 has the range of float32.</para>
/// </summary>
public sealed class TensorCoreConvolution2D : IKernel<TensorCoreConvolution2D>
{
    private const int TermsOfHalf = 32;
    private const int TermsOfTensorFloat = 16;

    // A step holds 64 bytes of terms of each channel.
    private const int WordsPerStep = 16;

    /// <summary>The tiles for halves. Rates are what mma.sync reaches on Hopper; efficiencies are estimates, not measured.</summary>
    internal static readonly TileFamily HalfFamily = new(Tiles(), TermsOfHalf, 8, 1200);

    /// <summary>The tiles for TF32.</summary>
    internal static readonly TileFamily TensorFloatFamily = new(Tiles(), TermsOfTensorFloat, 4, 600);

    private readonly Accelerator accelerator;
    private readonly TileLaunches half;
    private readonly TileLaunches halfOfHalves;
    private readonly TileLaunches tensorFloat;

    private TensorCoreConvolution2D(Accelerator accelerator)
    {
        this.accelerator = accelerator;
        SplitSum splitSum = SplitSum.Load(accelerator);
        half = new TileLaunches(HalfFamily, splitSum, LoadHalf);
        halfOfHalves = new TileLaunches(HalfFamily, splitSum, LoadHalfOfHalves);
        tensorFloat = new TileLaunches(TensorFloatFamily, splitSum, LoadTensorFloat);
    }

    /// <inheritdoc/>
    /// <remarks>The tiles are compiled when first prepared or launched; only then must the device be a supported one.</remarks>
    public static TensorCoreConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Tells whether a device has the instructions: CUDA from compute capability 8.0 on.</summary>
    public static bool IsSupported(Accelerator accelerator) =>
        accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80;

    /// <summary>Gives the name of the layout of packed weights.</summary>
    public static string WeightLayout(ConvolutionPrecision precision) =>
        precision == ConvolutionPrecision.Float16 ? "[FH·FW·C/32, K, 32] FP16" : "[FH·FW·C/16, K, 16] TF32";

    /// <summary>
    /// Rounds weights and reorders them from the checkpoint's [K, C, FH, FW] to [⌈FH·FW·span / T⌉, K₄, T], where T is the terms of a step, 32
    /// or 16, the span is C rounded up to 8 or 4, and K₄ is K rounded up to 4; what is added is 0. Halves lie two to a float.
    /// </summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape, ConvolutionPrecision precision)
    {
        TileFamily family = FamilyOf(precision);
        int columns = TiledShape.RoundUp(shape.OutputChannels, 4);
        int span = TiledShape.RoundUp(shape.InputChannels, family.ChannelMultiple);
        int area = shape.FilterHeight * shape.FilterWidth;
        float[] packed = new float[WeightLength(shape, family)];
        Span<Half> halves = MemoryMarshal.Cast<float, Half>(packed.AsSpan());
        Span<uint> words = MemoryMarshal.Cast<float, uint>(packed.AsSpan());
        for (int k = 0; k < shape.OutputChannels; k++)
        {
            ReadOnlySpan<float> filter = weights.Slice(k * shape.Taps, shape.Taps);
            for (int c = 0; c < shape.InputChannels; c++)
            {
                for (int tap = 0; tap < area; tap++)
                {
                    int term = (tap * span) + c;
                    int at = (((term / family.StepLength * columns) + k) * family.StepLength) + (term % family.StepLength);
                    float weight = filter[(c * area) + tap];
                    if (precision == ConvolutionPrecision.Float16)
                    {
                        halves[at] = (Half)weight;
                    }
                    else
                    {
                        words[at] = RoundToTensorFloat(weight);
                    }
                }
            }
        }

        return packed;
    }

    /// <summary>Gives the floats of scratch memory that a choice needs for its partial sums.</summary>
    public static long ScratchLength(Convolution2DShape shape, TileChoice choice) => TileLaunches.ScratchLength(shape, choice);

    /// <summary>Chooses a tile for this device by <see cref="TileRule"/>.</summary>
    public TileChoice Choose(Convolution2DShape shape, ConvolutionPrecision precision) =>
        TileRule.Choose(shape, FamilyOf(precision), accelerator.NumMultiprocessors);

    /// <summary>Gives the floats of the packed weights.</summary>
    public static long WeightLength(Convolution2DShape shape, ConvolutionPrecision precision) => WeightLength(shape, FamilyOf(precision));

    /// <summary>Gives the ways to cut a convolution that <see cref="TileRule"/> expects to take up to so many times the fastest, that one first.</summary>
    public IEnumerable<TileChoice> Candidates(Convolution2DShape shape, ConvolutionPrecision precision, double hopeless) =>
        TileRule.Hopeful(shape, FamilyOf(precision), accelerator.NumMultiprocessors, hopeless);

    /// <summary>Compiles a tile's kernel, so that the first launch does not have to.</summary>
    public void Prepare(ConvolutionTile tile, ConvolutionPrecision precision, bool readsHalves = false) =>
        LaunchesOf(precision, readsHalves).Prepare(tile);

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        ArrayView<float> scratch,
        Convolution2DShape shape,
        Activation activation,
        TileChoice choice,
        ConvolutionPrecision precision,
        ConvolutionStorage storage = default)
    {
        if (storage.HasHalves && precision != ConvolutionPrecision.Float16)
        {
            throw new ArgumentException($"Tensors are stored as halves with Float16, not with {precision}.", nameof(storage));
        }

        LaunchesOf(precision, storage.HalfInput).Launch(
            stream,
            new ConvolutionTensors(x, weights, bias, residual, y),
            scratch,
            WeightLength(shape, FamilyOf(precision)),
            shape,
            activation,
            choice,
            storage);
    }

    internal static TileFamily FamilyOf(ConvolutionPrecision precision) => precision switch
    {
        ConvolutionPrecision.Float16 => HalfFamily,
        ConvolutionPrecision.TensorFloat32 => TensorFloatFamily,
        _ => throw new ArgumentException($"Tensor cores multiply TensorFloat32 or Float16, not {precision}.", nameof(precision)),
    };

    private static (ConvolutionTile Tile, double Efficiency)[] Tiles() =>
    [
        (new ConvolutionTile(128, 128, 256), 0.60),
        (new ConvolutionTile(128, 64, 256), 0.50),
        (new ConvolutionTile(64, 64, 128), 0.40),
        (new ConvolutionTile(32, 64, 64), 0.30),
    ];

    private static long WeightLength(Convolution2DShape shape, TileFamily family) =>
        (long)TiledShape.For(shape, default, 1, family).Steps * TiledShape.RoundUp(shape.OutputChannels, 4) * WordsPerStep;

    // To nearest, ties away from zero, as cvt.rna does; infinities and NaN have those low bits 0 or stay what they are.
    private static uint RoundToTensorFloat(float value) =>
        float.IsFinite(value) ? (BitConverter.SingleToUInt32Bits(value) + 0x1000) & ~0x1FFFu : BitConverter.SingleToUInt32Bits(value);

    private TileLaunches LaunchesOf(ConvolutionPrecision precision, bool readsHalves) =>
        FamilyOf(precision) == TensorFloatFamily ? tensorFloat : readsHalves ? halfOfHalves : half;

    private Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, TiledShape> LoadHalf(ConvolutionTile tile) =>
        Require().LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>(
            (tile.Pixels, tile.Channels) switch
            {
                (128, 128) => TensorCoreKernels.Half128x128CudaKernel,
                (128, 64) => TensorCoreKernels.Half128x64CudaKernel,
                (64, 64) => TensorCoreKernels.Half64x64CudaKernel,
                _ => TensorCoreKernels.Half32x64CudaKernel,
            });

    private Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, TiledShape> LoadHalfOfHalves(ConvolutionTile tile) =>
        Require().LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>(
            (tile.Pixels, tile.Channels) switch
            {
                (128, 128) => TensorCoreKernels.Half128x128OfHalvesCudaKernel,
                (128, 64) => TensorCoreKernels.Half128x64OfHalvesCudaKernel,
                (64, 64) => TensorCoreKernels.Half64x64OfHalvesCudaKernel,
                _ => TensorCoreKernels.Half32x64OfHalvesCudaKernel,
            });

    private Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, TiledShape> LoadTensorFloat(ConvolutionTile tile) =>
        Require().LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>(
            (tile.Pixels, tile.Channels) switch
            {
                (128, 128) => TensorCoreKernels.TensorFloat128x128CudaKernel,
                (128, 64) => TensorCoreKernels.TensorFloat128x64CudaKernel,
                (64, 64) => TensorCoreKernels.TensorFloat64x64CudaKernel,
                _ => TensorCoreKernels.TensorFloat32x64CudaKernel,
            });

    private Accelerator Require() => IsSupported(accelerator)
        ? accelerator
        : throw new NotSupportedException(
            $"{accelerator.Name} is a {accelerator.AcceleratorType} device; tensor cores need CUDA with compute capability 8.0 or newer.");
}
