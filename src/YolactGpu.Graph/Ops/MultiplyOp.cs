using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Product. Inputs: a; b of its shape, or with a last axis of 1, then a factor for each row. Output: as a. See <see cref="Multiply"/>.
/// </summary>
public sealed record MultiplyOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 2);
        TensorShape x = inputs[0].Shape;
        TensorShape factors = inputs[1].Shape;
        int last = x.Rank - 1;
        Require(
            factors.Rank == x.Rank && Enumerable.Range(0, last).All(axis => factors[axis] == x[axis]) && (factors[last] == x[last] || factors[last] == 1),
            $"the factors {inputs[0]} and {inputs[1]} must have one shape, but for a last axis of 1.");
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        ArrayView<float> a = inputs[0].Floats;
        ArrayView<float> b = inputs[1].Floats;
        ArrayView<float> y = outputs[0].Floats;
        int columns = (int)(inputs[0].Shape.Length / inputs[1].Shape.Length);
        Multiply kernel = context.Kernels.Get<Multiply>();
        return new LoweredOp(nameof(Multiply), stream => kernel.Launch(stream, a, b, y, columns));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        outputs[0].Shape.Length;
}
