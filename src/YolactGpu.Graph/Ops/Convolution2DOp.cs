using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
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

    /// <summary>Gets a value indicating whether the output is stored as halves.</summary>
    public bool HasHalfOutput { get; init; }

    /// <inheritdoc/>
    public override HalfStorage HalfStorage => HalfStorage.Each;

    /// <inheritdoc/>
    public override Op? WithHalfOutput() =>
        Activation is Activation.Sigmoid or Activation.Tanh ? null : this with { HasHalfOutput = true };

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        ImmutableArray<TensorType> outputs = base.InferTypes(inputs);
        return HasHalfOutput ? [outputs[0] with { Element = ElementType.Float16 }] : outputs;
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        ConvolutionOperands operands = new(
            inputs[0],
            inputs[1],
            HasBias ? inputs[2].Floats : ArrayView<float>.Empty,
            HasResidual ? inputs[^1] : null,
            outputs[0],
            ShapeOf(inputs[0].Shape, inputs[1].Shape),
            Activation);
        ConvolutionChoice choice = ConvolutionChoice.For(new ConvolutionLayer(operands.Shape, operands.Storage), context);
        LoweredOp lowered = choice.Method switch
        {
            ConvolutionMethod.Plain => PlainConvolution.Lower(operands, context),
            ConvolutionMethod.Direct or ConvolutionMethod.Strassen or ConvolutionMethod.Winograd2 or ConvolutionMethod.Winograd3
                or ConvolutionMethod.Winograd4 or ConvolutionMethod.Winograd5 or ConvolutionMethod.Winograd6 =>
                SimdConvolution.Lower(operands, choice.Method, context),
            _ => TiledConvolution.Lower(operands, choice, context),
        };
        return lowered with { Reason = choice.Reason };
    }

    /// <summary>Gives what the choice of a node's kernel depends on.</summary>
    internal ConvolutionLayer LayerOf(Node node) => new(
        ShapeOf(node.Inputs[0].Shape, node.Inputs[1].Shape),
        new ConvolutionStorage(IsHalf(node.Inputs[0]), HasResidual && IsHalf(node.Inputs[^1]), HasHalfOutput));

    /// <inheritdoc/>
    protected internal override Convolution2DShape ShapeOf(TensorShape x, TensorShape weights) =>
        new(x[0], x[1], x[2], x[3], weights[0], weights[2], weights[3], Stride, Padding, Dilation);

    private static bool IsHalf(Value value) => value.Type.Element == ElementType.Float16;
}
