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

    /// <summary>The tiles, largest first, with their efficiency relative to the first.</summary>
    internal static readonly (ConvolutionTile Tile, double Efficiency)[] Tiles =
    [
        (new ConvolutionTile(128, 128, 256), 1.0),
        (new ConvolutionTile(128, 64, 128), 0.95),
        (new ConvolutionTile(64, 64, 64), 0.85),
        (new ConvolutionTile(64, 32, 64), 0.65),
        (new ConvolutionTile(32, 32, 32), 0.5),
    ];

    private readonly Accelerator accelerator;
    private readonly SplitSum splitSum;
    private readonly Dictionary<ConvolutionTile, Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>> launches = [];

    private TiledConvolution2D(Accelerator accelerator)
    {
        this.accelerator = accelerator;
        splitSum = SplitSum.Load(accelerator);
    }

    /// <inheritdoc/>
    /// <remarks>The tiles are compiled when first prepared or launched.</remarks>
    public static TiledConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Tells whether a device can run groups of a tile's size with the shared memory that they need.</summary>
    public static bool IsSupported(Device device) =>
        device.MaxNumThreadsPerGroup >= Tiles[0].Tile.Threads && device.MaxSharedMemoryPerGroup >= 32 * 1024;

    /// <summary>
    /// Reorders weights from the checkpoint's [K, C, FH, FW] to rows of one tap and input channel each, [FH, FW, C₄, K₄],
    /// where C₄ and K₄ are C and K rounded up to multiples of 4; what is added is 0, as are rows behind the last, up to a multiple
    /// of <see cref="TiledShape.RowMultiple"/>.
    /// </summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape)
    {
        int columns = TiledShape.RoundUp(shape.OutputChannels, 4);
        int span = TiledShape.RoundUp(shape.InputChannels, 4);
        int area = shape.FilterHeight * shape.FilterWidth;
        float[] packed = new float[TiledShape.WeightRows(shape) * columns];
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
    public static long ScratchLength(Convolution2DShape shape, TileChoice choice) =>
        choice.Splits == 1 ? 0 : choice.Splits * shape.OutputLength;

    /// <summary>Chooses a tile for this device by <see cref="TileRule"/>.</summary>
    public TileChoice Choose(Convolution2DShape shape, bool maySplit) =>
        TileRule.Choose(shape, Tiles, accelerator.NumMultiprocessors, maySplit);

    /// <summary>Compiles a tile's kernel, so that the first launch does not have to.</summary>
    public void Prepare(ConvolutionTile tile)
    {
        lock (launches)
        {
            if (!launches.ContainsKey(tile))
            {
                launches.Add(tile, LoadTile(tile));
            }
        }
    }

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
        TileChoice choice)
    {
        shape.Check();
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(weights, (long)TiledShape.WeightRows(shape) * TiledShape.RoundUp(shape.OutputChannels, 4));
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choice.Splits);
        ShapeGuard.HasLength(scratch, ScratchLength(shape, choice));
        ShapeGuard.Index(scratch.Length, "Partial sums");
        Prepare(choice.Tile);

        bool isSplit = choice.Splits > 1;
        TiledShape tiled = TiledShape.For(shape, isSplit ? Activation.None : activation, choice.Splits);
        int parts = TiledShape.DivideUp(tiled.Steps, tiled.StepsPerSplit);
        int groups = ShapeGuard.Index(choice.Tile.Groups(shape.OutputPixels, shape.OutputChannels), "Groups");
        KernelConfig config = new(new Index2D(groups, parts), new Index2D(choice.Tile.Threads, 1));
        if (isSplit)
        {
            launches[choice.Tile](stream, config, x, weights, ArrayView<float>.Empty, ArrayView<float>.Empty, scratch, tiled);
            splitSum.Launch(
                stream, scratch.SubView(0, parts * shape.OutputLength), bias, residual, y, new SplitSumShape(parts, shape.OutputChannels, activation));
        }
        else
        {
            launches[choice.Tile](stream, config, x, weights, bias, residual, y, tiled);
        }
    }

    private Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, TiledShape> LoadTile(ConvolutionTile tile) =>
        accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>(
            (tile.Pixels, tile.Channels) switch
            {
                (128, 128) => TiledKernels.Tile128x128Kernel,
                (128, 64) => TiledKernels.Tile128x64Kernel,
                (64, 64) => TiledKernels.Tile64x64Kernel,
                (64, 32) => TiledKernels.Tile64x32Kernel,
                (32, 32) => TiledKernels.Tile32x32Kernel,
                _ => throw new ArgumentException($"There is no tile {tile}; there are: {string.Join(", ", Tiles.Select(known => known.Tile))}."),
            });
}
