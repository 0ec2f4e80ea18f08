using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// 2-D convolution with what is fused into it. Inputs: x [N, H, W, C]; then as <see cref="ConvolutionOp"/> says.
/// Output: y [N, OH, OW, K]. See <see cref="Convolution2D"/>.
/// </summary>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Border of zeros on each side.</param>
/// <param name="Dilation">Distance between taps.</param>
/// <param name="Activation">Applied last.</param>
/// <param name="HasBias">Whether there is a bias.</param>
/// <param name="HasResidual">Whether a tensor is added before the activation.</param>
public sealed record Convolution2DOp(
    int Stride, int Padding, int Dilation, Activation Activation, bool HasBias, bool HasResidual)
    : ConvolutionOp(Activation, HasBias, HasResidual)
{
    /// <inheritdoc/>
    public override int WeightInput => 1;

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        Convolution2DShape shape = ShapeOf(inputs[0].Shape, inputs[1].Shape);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> bias = HasBias ? inputs[2].Floats : ArrayView<float>.Empty;
        ArrayView<float> residual = HasResidual ? inputs[^1].Floats : ArrayView<float>.Empty;
        ArrayView<float> y = outputs[0].Floats;
        Activation activation = Activation;

        ArrayView<float> weights;
        ConvolutionMethod method = ConvolutionChoice.For(shape, context).Method;
        switch (method)
        {
            case ConvolutionMethod.Winograd2 or ConvolutionMethod.Winograd4:
                WinogradSize size = method == ConvolutionMethod.Winograd2 ? WinogradSize.Two : WinogradSize.Four;
                WinogradConvolution2D winograd = context.Kernels.Get<WinogradConvolution2D>();
                weights = inputs[1].Packed(winograd.WeightLayout(size), data => winograd.PackWeights(data.Span, shape, size));
                return new LoweredOp(
                    $"{nameof(WinogradConvolution2D)} {size}",
                    stream => winograd.Launch(stream, x, weights, bias, residual, y, shape, size, activation));

            case ConvolutionMethod.Direct:
                SimdConvolution2D simd = context.Kernels.Get<SimdConvolution2D>();
                weights = inputs[1].Packed(simd.WeightLayout, data => simd.PackWeights(data.Span, shape));
                return new LoweredOp(
                    nameof(SimdConvolution2D),
                    stream => simd.Launch(stream, x, weights, bias, residual, y, shape, activation));

            default:
                Convolution2D plain = context.Kernels.Get<Convolution2D>();
                weights = inputs[1].Packed("[FH, FW, C, K]", data => Convolution2D.PackWeights(data.Span, shape));
                return new LoweredOp(
                    nameof(Convolution2D),
                    stream => plain.Launch(stream, x, weights, bias, residual, y, shape, activation));
        }
    }

    /// <inheritdoc/>
    protected override Convolution2DShape ShapeOf(TensorShape x, TensorShape weights) =>
        new(x[0], x[1], x[2], x[3], weights[0], weights[2], weights[3], Stride, Padding, Dilation);
}
