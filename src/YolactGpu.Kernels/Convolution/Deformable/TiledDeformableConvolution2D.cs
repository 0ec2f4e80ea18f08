using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Elementwise;
using DeformableTileLaunch = System.Action<
    ILGPU.Runtime.AcceleratorStream,
    ILGPU.KernelConfig,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    YolactGpu.Kernels.Convolution.Tiled.TiledShape>;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// Modulated deformable convolution for GPUs, CUDA and OpenCL: the same function as <see cref="DeformableConvolution2D"/>, its
/// oracle, in the tiles of <see cref="TiledConvolution2D"/>; the input is blended when it is taken into shared memory. Any channel
/// counts, filter, stride, padding, dilation and batch.
/// <para>x: [N, H, W, C]. offsetMask: [N, OH, OW, 3·FH·FW]. weights: as <see cref="TiledConvolution2D.PackWeights"/> packs them.
/// bias: [K] or empty. residual: as y, or empty. y: [N, OH, OW, K]. All float, contiguous; x, y and residual as aligned as
/// there.</para>
/// <para>Summed in float32 in the order filter row, filter column, channel, in as many parts as the choice says, which are then
/// added in order.</para>
/// </summary>
public sealed class TiledDeformableConvolution2D : IKernel<TiledDeformableConvolution2D>
{
    /// <summary>The tiles; their efficiencies are estimates, not measured.</summary>
    internal static readonly TileFamily Family = TiledConvolution2D.Family with
    {
        Tiles =
        [
            (new ConvolutionTile(128, 64, 128), 0.6),
            (new ConvolutionTile(64, 64, 64), 0.5),
            (new ConvolutionTile(32, 32, 32), 0.3),
        ],
    };

    private readonly Accelerator accelerator;
    private readonly SplitSum splitSum;
    private readonly Dictionary<ConvolutionTile, DeformableTileLaunch> launches = [];

    private TiledDeformableConvolution2D(Accelerator accelerator)
    {
        this.accelerator = accelerator;
        splitSum = SplitSum.Load(accelerator);
    }

    /// <inheritdoc/>
    /// <remarks>The tiles are compiled when first prepared or launched.</remarks>
    public static TiledDeformableConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Chooses a tile for this device by <see cref="TileRule"/>.</summary>
    public TileChoice Choose(Convolution2DShape shape) => TileRule.Choose(shape, Family, accelerator.NumMultiprocessors);

    /// <summary>Compiles a tile's kernel, so that the first launch does not have to.</summary>
    public void Prepare(ConvolutionTile tile) => Compiled(tile);

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="x">Input.</param>
    /// <param name="offsetMask">Offsets and masks.</param>
    /// <param name="weights">Packed weights.</param>
    /// <param name="bias">Bias, or empty.</param>
    /// <param name="residual">Residual, or empty.</param>
    /// <param name="y">Output.</param>
    /// <param name="scratch">Partial sums, as long as <see cref="TiledConvolution2D.ScratchLength"/> says.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="choice">Tile and parts.</param>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> offsetMask,
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
        ShapeGuard.HasLength(offsetMask, shape.OutputPixels * DeformableConvolution2D.OffsetMaskChannels(shape));
        ShapeGuard.HasLength(weights, TiledConvolution2D.WeightLength(shape));
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choice.Splits);
        ShapeGuard.HasLength(scratch, TiledConvolution2D.ScratchLength(shape, choice));
        ShapeGuard.Index(scratch.Length, "Partial sums");

        bool isSplit = choice.Splits > 1;
        TiledShape tiled = TiledShape.For(shape, isSplit ? Activation.None : activation, choice.Splits, Family);
        int parts = TiledShape.DivideUp(tiled.Steps, tiled.StepsPerSplit);
        int groups = ShapeGuard.Index(choice.Tile.Groups(shape.OutputPixels, shape.OutputChannels), "Groups");
        KernelConfig config = new(new Index2D(groups, parts), new Index2D(choice.Tile.Threads, 1));
        DeformableTileLaunch launch = Compiled(choice.Tile);
        if (!isSplit)
        {
            launch(stream, config, x, offsetMask, weights, bias, residual, y, tiled);
            return;
        }

        launch(stream, config, x, offsetMask, weights, ArrayView<float>.Empty, ArrayView<float>.Empty, scratch, tiled);
        SplitSumShape sum = new(
            parts, shape.OutputChannels, ShapeGuard.Index(shape.OutputLength, "Outputs"), HalfResidual: 0, HalfOutput: 0, activation);
        splitSum.Launch(stream, scratch.SubView(0, parts * shape.OutputLength), bias, residual, y, sum);
    }

    private DeformableTileLaunch Compiled(ConvolutionTile tile)
    {
        Family.Require(tile);
        lock (launches)
        {
            if (!launches.TryGetValue(tile, out DeformableTileLaunch? launch))
            {
                launch = accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
                    ArrayView<float>, ArrayView<float>, TiledShape>(tile.Pixels switch
                    {
                        128 => TiledDeformableKernels.Tile128x64Kernel,
                        64 => TiledDeformableKernels.Tile64x64Kernel,
                        _ => TiledDeformableKernels.Tile32x32Kernel,
                    });
                launches.Add(tile, launch);
            }

            return launch;
        }
    }
}
