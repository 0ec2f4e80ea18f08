using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// What the kinds of 2-D convolutions have in common, and all that passes need to know of them: at the end of the inputs stand
/// weights, a constant [K, C, FH, FW] as in a checkpoint, bias [K] if <paramref name="HasBias"/>, and residual, of the output's
/// shape, if <paramref name="HasResidual"/>.
/// </summary>
/// <param name="Activation">Applied last.</param>
/// <param name="HasBias">Whether there is a bias.</param>
/// <param name="HasResidual">Whether a tensor is added before the activation.</param>
public abstract record ConvolutionOp(Activation Activation, bool HasBias, bool HasResidual) : Op
{
    /// <summary>Gets which of the inputs the weights are; those before depend on the image.</summary>
    public abstract int WeightInput { get; }

    /// <summary>Gets the residual.</summary>
    public override ImmutableArray<int> OverwritableInputs => HasResidual ? [WeightInput + (HasBias ? 2 : 1)] : [];

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, WeightInput + 1 + (HasBias ? 1 : 0) + (HasResidual ? 1 : 0));
        TensorType weights = inputs[WeightInput];
        Require(
            inputs[0].Shape.Rank == 4 && weights.Shape.Rank == 4 && inputs[0].Shape[3] == weights.Shape[1],
            $"x {inputs[0]} must be [N, H, W, C] and the weights {weights} [K, C, FH, FW] with the same C.");
        Convolution2DShape shape = ShapeOf(inputs[0].Shape, weights.Shape);
        try
        {
            shape.Check();
        }
        catch (ArgumentException e)
        {
            throw new GraphException(e.Message, e);
        }

        TensorType y = TensorType.Float32(shape.Batch, shape.OutputHeight, shape.OutputWidth, shape.OutputChannels);
        if (HasBias)
        {
            TensorType bias = inputs[WeightInput + 1];
            Require(bias.Shape == new TensorShape(shape.OutputChannels), $"the bias {bias} must be [{shape.OutputChannels}].");
        }

        Require(!HasResidual || inputs[^1].Shape == y.Shape, $"the residual {inputs[^1]} must be {y}.");
        Require(
            inputs.All(input => input.Element == ElementType.Float32 || (input.Element == ElementType.Float16 && HalfStorage == HalfStorage.Each)),
            $"there is no kernel for inputs of these types: {string.Join(", ", inputs)}.");
        return [y];
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        ShapeOf(inputs[0].Shape, inputs[WeightInput].Shape).FloatingPointOperations;

    /// <summary>Gives the sizes for an input and weights.</summary>
    protected internal abstract Convolution2DShape ShapeOf(TensorShape x, TensorShape weights);
}
