using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Ops;

/// <summary>Binds a convolution to the plain kernels, the oracles of all others.</summary>
internal static class PlainConvolution
{
    /// <summary>The name of the layout of packed weights.</summary>
    public const string WeightLayout = "[FH, FW, C, K]";

    public static LoweredOp Lower(ConvolutionOperands operands, LoweringContext context)
    {
        (ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y) = (operands.X, operands.Residual, operands.Y);
        ArrayView<float> bias = operands.Bias;
        Convolution2DShape shape = operands.Shape;
        ArrayView<float> weights;
        if (operands.Storage.HasHalves || context.Options.Precision == ConvolutionPrecision.Float16)
        {
            ConvolutionStorage storage = operands.Storage;
            HalfConvolution2D half = context.Kernels.Get<HalfConvolution2D>();
            weights = operands.Weights.Packed("[FH, FW, C, K] rounded to FP16", data => HalfConvolution2D.PackWeights(data.Span, shape));
            return new LoweredOp(
                nameof(HalfConvolution2D),
                stream => half.Launch(stream, x, weights, bias, residual, y, shape, operands.Activation, storage));
        }

        Convolution2D plain = context.Kernels.Get<Convolution2D>();
        weights = operands.Weights.Packed(WeightLayout, data => Convolution2D.PackWeights(data.Span, shape));
        return new LoweredOp(
            nameof(Convolution2D), stream => plain.Launch(stream, x, weights, bias, residual, y, shape, operands.Activation));
    }
}
