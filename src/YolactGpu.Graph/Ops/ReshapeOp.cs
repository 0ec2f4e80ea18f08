using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Ops;

/// <summary>The same elements under another shape, in the same memory. Input: x. Output: x as <paramref name="Shape"/>.</summary>
/// <param name="Shape">The new shape.</param>
public sealed record ReshapeOp(TensorShape Shape) : Op
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        Require(inputs[0].Shape.Length == Shape.Length, $"{inputs[0]} has {inputs[0].Shape.Length} elements, {Shape} {Shape.Length}.");
        return [inputs[0] with { Shape = Shape }];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs) =>
        throw new GraphException("A reshape is a view; there is nothing to launch.");
}
