using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>Binds a convolution to the tiled kernels, those for GPUs.</summary>
internal static class TiledConvolution
{
    public static LoweredOp Lower(ConvolutionOperands operands, ConvolutionChoice choice, LoweringContext context)
    {
        (ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y) = (operands.X, operands.Residual, operands.Y);
        ArrayView<float> bias = operands.Bias;
        Convolution2DShape shape = operands.Shape;
        Activation activation = operands.Activation;
        TileChoice tile = choice.Tile;
        long scratchLength = TiledConvolution2D.ScratchLength(shape, tile);
        ScratchMemory scratch = context.Scratch;
        scratch.Reserve(scratchLength);
        ArrayView<float> weights;
        switch (choice.Method)
        {
            case ConvolutionMethod.Registers:
                RegisterConvolution2D registers = context.Kernels.Get<RegisterConvolution2D>();
                weights = operands.Weights.Packed(
                    RegisterConvolution2D.WeightLayout, data => RegisterConvolution2D.PackWeights(data.Span, shape));
                return new LoweredOp(
                    nameof(RegisterConvolution2D),
                    stream => registers.Launch(stream, x, weights, bias, residual, y, shape, activation));

            case ConvolutionMethod.TensorCores:
                ConvolutionPrecision precision = context.Options.Precision;
                ConvolutionStorage storage = operands.Storage;
                TensorCoreConvolution2D cores = context.Kernels.Get<TensorCoreConvolution2D>();
                context.Kernels.Compile(() => cores.Prepare(tile.Tile, precision, storage.HalfInput));
                weights = operands.Weights.Packed(
                    TensorCoreConvolution2D.WeightLayout(precision), data => TensorCoreConvolution2D.PackWeights(data.Span, shape, precision));
                return new LoweredOp(
                    $"{nameof(TensorCoreConvolution2D)} {precision} {tile}",
                    stream => cores.Launch(
                        stream, x, weights, bias, residual, y, scratch.View(scratchLength), shape, activation, tile, precision, storage));

            default:
                TiledConvolution2D tiled = context.Kernels.Get<TiledConvolution2D>();
                context.Kernels.Compile(() => tiled.Prepare(tile.Tile));
                weights = operands.Weights.Packed(
                    TiledConvolution2D.WeightLayout, data => TiledConvolution2D.PackWeights(data.Span, shape));
                return new LoweredOp(
                    $"{nameof(TiledConvolution2D)} {tile}",
                    stream => tiled.Launch(stream, x, weights, bias, residual, y, scratch.View(scratchLength), shape, activation, tile));
        }
    }
}
