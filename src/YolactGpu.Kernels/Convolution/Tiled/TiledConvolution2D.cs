using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// 2-D convolution for GPUs, CUDA and OpenCL: the same function as <see cref="Convolution2D"/>, its oracle, as a product of
/// matrices that are never built (implicit GEMM), in tiles of shared memory and registers. Any channel counts, filter,
/// stride, padding, dilation and batch.
/// <para>x: [N, H, W, C]. weights: see <see cref="PackWeights"/>. bias: [K] or empty. residual: as y, or empty.
/// y: [N, OH, OW, K]. All float, contiguous. Where C is a multiple of 4, x must begin at a multiple of 16 bytes in
/// memory; where K is, y and the residual must.</para>
/// <para>Summed in float32 in the order filter row, filter column, channel, in as many parts as the choice says, which are
/// then added in order: the same input gives the same output, bit for bit, on one device with one choice.</para>
/// </summary>
public sealed class TiledConvolution2D : IKernel<TiledConvolution2D>
{
    /// <summary>Name of the layout of packed weights.</summary>
    public const string WeightLayout = "[FH, FW, C/4, 4, K/4, 4]";

    /// <summary>The tiles; their efficiencies are estimates, not measured.</summary>
    internal static readonly TileFamily Family = new(
        [
            (new ConvolutionTile(128, 128, 256), 0.80),
            (new ConvolutionTile(128, 64, 128), 0.75),
            (new ConvolutionTile(64, 64, 64), 0.65),
            (new ConvolutionTile(64, 32, 64), 0.50),
            (new ConvolutionTile(32, 32, 32), 0.40),
        ],
        StepLength: TiledKernels.StepLength,
        ChannelMultiple: 4,
        MultiplyAddsPerClock: 128);

    // The packed weights have a multiple of this many rows, so that the last step reads inside them.
    private const int RowMultiple = 16;

    private readonly Accelerator accelerator;
    private readonly TileLaunches launches;

    private TiledConvolution2D(Accelerator accelerator)
    {
        this.accelerator = accelerator;
        launches = new TileLaunches(Family, SplitSum.Load(accelerator), LoadTile);
    }

    /// <inheritdoc/>
    /// <remarks>The tiles are compiled when first prepared or launched.</remarks>
    public static TiledConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Tells whether a device can run groups of a tile's size with the shared memory that they need.</summary>
    public static bool IsSupported(Device device) =>
        device.MaxNumThreadsPerGroup >= Family.Tiles[0].Tile.Threads && device.MaxSharedMemoryPerGroup >= 32 * 1024;

    /// <summary>
    /// Reorders weights from the checkpoint's [K, C, FH, FW] to rows of one tap and input channel each, [FH, FW, C₄, K₄],
    /// where C₄ and K₄ are C and K rounded up to multiples of 4; what is added is 0, as are rows behind the last, up to a multiple of 16.
    /// </summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape)
    {
        int columns = TiledShape.RoundUp(shape.OutputChannels, 4);
        int span = TiledShape.RoundUp(shape.InputChannels, 4);
        int area = shape.FilterHeight * shape.FilterWidth;
        float[] packed = new float[WeightRows(shape) * columns];
        for (int k = 0; k < shape.OutputChannels; k++)
        {
            ReadOnlySpan<float> filter = weights.Slice(k * shape.Taps, shape.Taps);
            for (int c = 0; c < shape.InputChannels; c++)
            {
                for (int tap = 0; tap < area; tap++)
                {
                    packed[(((tap * span) + c) * columns) + k] = filter[(c * area) + tap];
                }
            }
        }

        return packed;
    }

    /// <summary>Gives the floats of scratch memory that a choice needs for its partial sums.</summary>
    public static long ScratchLength(Convolution2DShape shape, TileChoice choice) => TileLaunches.ScratchLength(shape, choice);

    /// <summary>Chooses a tile for this device by <see cref="TileRule"/>.</summary>
    public TileChoice Choose(Convolution2DShape shape) => TileRule.Choose(shape, Family, accelerator.NumMultiprocessors);

    /// <summary>Gives the floats of the packed weights.</summary>
    public static long WeightLength(Convolution2DShape shape) =>
        (long)WeightRows(shape) * TiledShape.RoundUp(shape.OutputChannels, 4);

    /// <summary>Gives the ways to cut a convolution that <see cref="TileRule"/> expects to take up to so many times the fastest, that one first.</summary>
    public IEnumerable<TileChoice> Candidates(Convolution2DShape shape, double hopeless) =>
        TileRule.Hopeful(shape, Family, accelerator.NumMultiprocessors, hopeless);

    /// <summary>Compiles a tile's kernel, so that the first launch does not have to.</summary>
    public void Prepare(ConvolutionTile tile) => launches.Prepare(tile);

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
        TileChoice choice) =>
        launches.Launch(
            stream,
            new ConvolutionTensors(x, weights, bias, residual, y),
            scratch,
            WeightLength(shape),
            shape,
            activation,
            choice);

    private Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, TiledShape> LoadTile(ConvolutionTile tile) =>
        accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>(
            (tile.Pixels, tile.Channels) switch
            {
                (128, 128) => TiledKernels.Tile128x128Kernel,
                (128, 64) => TiledKernels.Tile128x64Kernel,
                (64, 64) => TiledKernels.Tile64x64Kernel,
                (64, 32) => TiledKernels.Tile64x32Kernel,
                _ => TiledKernels.Tile32x32Kernel,
            });

    private static int WeightRows(Convolution2DShape shape) => TiledShape.RoundUp(
        shape.FilterHeight * shape.FilterWidth * TiledShape.RoundUp(shape.InputChannels, Family.ChannelMultiple), RowMultiple);
}
