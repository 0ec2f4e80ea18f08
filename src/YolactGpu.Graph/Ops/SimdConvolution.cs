using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Graph.Ops;

/// <summary>Binds a convolution to the kernels of the processor's vectors.</summary>
internal static class SimdConvolution
{
    public static LoweredOp Lower(ConvolutionOperands operands, ConvolutionMethod method, LoweringContext context)
    {
        (ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y) = (operands.X, operands.Residual, operands.Y);
        ArrayView<float> bias = operands.Bias;
        Convolution2DShape shape = operands.Shape;
        ArrayView<float> weights;
        if (method == ConvolutionMethod.Direct)
        {
            SimdConvolution2D simd = context.Kernels.Get<SimdConvolution2D>();
            weights = operands.Weights.Packed(simd.WeightLayout, data => simd.PackWeights(data.Span, shape));
            return new LoweredOp(
                nameof(SimdConvolution2D), stream => simd.Launch(stream, x, weights, bias, residual, y, shape, operands.Activation));
        }

        WinogradSize size = ConvolutionChoice.SizeOf(method);
        WinogradConvolution2D winograd = context.Kernels.Get<WinogradConvolution2D>();
        weights = operands.Weights.Packed(winograd.WeightLayout(size), data => winograd.PackWeights(data.Span, shape, size));
        return new LoweredOp(
            $"{nameof(WinogradConvolution2D)} {size}",
            stream => winograd.Launch(stream, x, weights, bias, residual, y, shape, size, operands.Activation));
    }
}
