using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>The views of a convolution on a kernel for GPUs; the weights are packed for it, bias and residual may be empty.</summary>
internal readonly record struct TiledViews(
    ArrayView<float> X, ArrayView<float> Weights, ArrayView<float> Bias, ArrayView<float> Residual, ArrayView<float> Y);

/// <summary>Binds a convolution to the tiled kernels, those for GPUs.</summary>
internal static class TiledConvolution
{
    public static LoweredOp Lower(ConvolutionOperands operands, ConvolutionChoice choice, LoweringContext context)
    {
        Convolution2DShape shape = operands.Shape;
        ConvolutionPrecision precision = context.Options.Precision;
        ConvolutionCandidate candidate = new(choice.Method, choice.Tile);
        long scratchLength = ScratchLength(candidate, shape);
        ScratchMemory scratch = context.Scratch;
        scratch.Reserve(scratchLength);
        ArrayView<float> weights = candidate.Method switch
        {
            ConvolutionMethod.Registers => operands.Weights.Packed(
                RegisterConvolution2D.WeightLayout, data => RegisterConvolution2D.PackWeights(data.Span, shape)),
            ConvolutionMethod.TensorCores => operands.Weights.Packed(
                TensorCoreConvolution2D.WeightLayout(precision), data => TensorCoreConvolution2D.PackWeights(data.Span, shape, precision)),
            _ => operands.Weights.Packed(TiledConvolution2D.WeightLayout, data => TiledConvolution2D.PackWeights(data.Span, shape)),
        };
        TiledViews views = new(operands.X, weights, operands.Bias, operands.Residual, operands.Y);
        Launch launch = Bind(
            candidate, views, () => scratch.View(scratchLength), shape, operands.Storage, operands.Activation, precision, context);
        return new LoweredOp(
            candidate.Method switch
            {
                ConvolutionMethod.Registers => nameof(RegisterConvolution2D),
                ConvolutionMethod.TensorCores => $"{nameof(TensorCoreConvolution2D)} {precision} {candidate.Tile}",
                _ => $"{nameof(TiledConvolution2D)} {candidate.Tile}",
            },
            launch);
    }

    /// <summary>Compiles what a candidate needs and gives its launch.</summary>
    public static Launch Bind(
        ConvolutionCandidate candidate,
        TiledViews views,
        Func<ArrayView<float>> scratch,
        Convolution2DShape shape,
        ConvolutionStorage storage,
        Activation activation,
        ConvolutionPrecision precision,
        LoweringContext context)
    {
        (ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y) = views;
        TileChoice tile = candidate.Tile;
        switch (candidate.Method)
        {
            case ConvolutionMethod.Registers:
                RegisterConvolution2D registers = context.Kernels.Get<RegisterConvolution2D>();
                return stream => registers.Launch(stream, x, weights, bias, residual, y, shape, activation);

            case ConvolutionMethod.TensorCores:
                TensorCoreConvolution2D cores = context.Kernels.Get<TensorCoreConvolution2D>();
                context.Kernels.Compile(() => cores.Prepare(tile.Tile, precision, storage.HalfInput));
                return stream => cores.Launch(
                    stream, x, weights, bias, residual, y, scratch(), shape, activation, tile, precision, storage);

            default:
                TiledConvolution2D tiled = context.Kernels.Get<TiledConvolution2D>();
                context.Kernels.Compile(() => tiled.Prepare(tile.Tile));
                return stream => tiled.Launch(stream, x, weights, bias, residual, y, scratch(), shape, activation, tile);
        }
    }

    /// <summary>Gives the floats of scratch memory that a candidate needs.</summary>
    public static long ScratchLength(ConvolutionCandidate candidate, Convolution2DShape shape) =>
        candidate.Method == ConvolutionMethod.Registers ? 0 : TiledConvolution2D.ScratchLength(shape, candidate.Tile);

    /// <summary>Gives the floats of a candidate's packed weights.</summary>
    public static long WeightLength(ConvolutionCandidate candidate, Convolution2DShape shape, ConvolutionPrecision precision) =>
        candidate.Method switch
        {
            ConvolutionMethod.Registers => RegisterConvolution2D.WeightLength(shape),
            ConvolutionMethod.TensorCores => TensorCoreConvolution2D.WeightLength(shape, precision),
            _ => TiledConvolution2D.WeightLength(shape),
        };
}
