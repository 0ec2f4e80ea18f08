using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;
using TileLaunch = System.Action<
    ILGPU.Runtime.AcceleratorStream,
    ILGPU.KernelConfig,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    ILGPU.ArrayView<float>,
    YolactGpu.Kernels.Convolution.Tiled.TiledShape>;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>The compiled kernels of a family of tiles, and how they are launched, with the sum in one part or in several.</summary>
internal sealed class TileLaunches(TileFamily family, SplitSum splitSum, Func<ConvolutionTile, TileLaunch> load)
{
    private readonly Dictionary<ConvolutionTile, TileLaunch> launches = [];

    /// <summary>Gives the floats of scratch memory that a choice needs for its partial sums.</summary>
    public static long ScratchLength(Convolution2DShape shape, TileChoice choice) =>
        choice.Splits == 1 ? 0 : choice.Splits * shape.OutputLength;

    /// <summary>Gives the kernel of a tile, compiling it on first use.</summary>
    public TileLaunch Prepare(ConvolutionTile tile)
    {
        family.Require(tile);
        lock (launches)
        {
            if (!launches.TryGetValue(tile, out TileLaunch? launch))
            {
                launch = load(tile);
                launches.Add(tile, launch);
            }

            return launch;
        }
    }

    /// <summary>Checks all views, then queues the convolution.</summary>
    public void Launch(
        AcceleratorStream stream,
        ConvolutionTensors tensors,
        ArrayView<float> scratch,
        long weightLength,
        Convolution2DShape shape,
        Activation activation,
        TileChoice choice,
        ConvolutionStorage storage = default)
    {
        shape.Check();
        storage.Check(shape);
        if (storage.HalfOutput && OutputQuad.NeedsRefining(activation))
        {
            throw new ArgumentException($"{activation} is applied to floats alone; y must not be stored as halves.", nameof(activation));
        }

        (ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y) = tensors;
        ShapeGuard.HasLength(x, storage.InputLength(shape));
        ShapeGuard.HasLength(weights, weightLength);
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, storage.ResidualLength(shape));
        ShapeGuard.HasLength(y, storage.OutputLength(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choice.Splits);
        ShapeGuard.HasLength(scratch, ScratchLength(shape, choice));
        ShapeGuard.Index(scratch.Length, "Partial sums");

        bool isSplit = choice.Splits > 1;
        TiledShape tiled = TiledShape.For(shape, isSplit ? Activation.None : activation, choice.Splits, family);
        int parts = TiledShape.DivideUp(tiled.Steps, tiled.StepsPerSplit);
        int groups = ShapeGuard.Index(choice.Tile.Groups(shape.OutputPixels, shape.OutputChannels), "Groups");
        KernelConfig config = new(new Index2D(groups, parts), new Index2D(choice.Tile.Threads, 1));
        TileLaunch launch = Prepare(choice.Tile);
        int halfResidual = storage.HalfResidual ? 1 : 0;
        int halfOutput = storage.HalfOutput ? 1 : 0;
        if (isSplit)
        {
            launch(stream, config, x, weights, ArrayView<float>.Empty, ArrayView<float>.Empty, scratch, tiled);
            splitSum.Launch(
                stream,
                scratch.SubView(0, parts * shape.OutputLength),
                bias,
                residual,
                y,
                new SplitSumShape(
                    parts, shape.OutputChannels, ShapeGuard.Index(shape.OutputLength, "Outputs"), halfResidual, halfOutput, activation));
        }
        else
        {
            launch(
                stream, config, x, weights, bias, residual, y, tiled with { HalfResidual = halfResidual, HalfOutput = halfOutput });
        }
    }
}

/// <summary>The tensors of one convolution; bias and residual may be empty.</summary>
internal readonly record struct ConvolutionTensors(
    ArrayView<float> X, ArrayView<float> Weights, ArrayView<float> Bias, ArrayView<float> Residual, ArrayView<float> Y);
