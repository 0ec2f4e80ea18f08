using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The best entries along the last axis, best first. Input: x [N, L] or [N, C, L]; entries below 0 are absent. Outputs:
/// values and their positions (int), of the input's shape but for the last axis, which is <paramref name="Count"/>; −1 where
/// fewer are present. See <see cref="TopK"/>.
/// </summary>
/// <param name="Count">Entries chosen.</param>
public sealed record TopKOp(int Count) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape x = inputs[0].Shape;
        Require(x.Rank is 2 or 3, $"x {x} must be [N, L] or [N, C, L].");
        TensorShape chosen = x.Rank == 2 ? new TensorShape(x[0], Count) : new TensorShape(x[0], x[1], Count);
        return [new TensorType(ElementType.Float32, chosen), new TensorType(ElementType.Int32, chosen)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape x = inputs[0].Shape;
        int columns = x[x.Rank - 1];
        TopKShape shape = new((int)(x.Length / columns), columns, Count);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<float> values = outputs[0].Floats;
        ArrayView<int> positions = outputs[1].Ints;
        if (context.UsesSimd)
        {
            SimdTopK simd = context.Kernels.Get<SimdTopK>();
            return new LoweredOp(nameof(SimdTopK), stream => simd.Launch(stream, scores, values, positions, shape));
        }

        TopK kernel = context.Kernels.Get<TopK>();
        return new LoweredOp(nameof(TopK), stream => kernel.Launch(stream, scores, values, positions, shape));
    }
}
