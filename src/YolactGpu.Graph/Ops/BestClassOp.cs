using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The best class of each prior. Input: scores [N, C, P]. Outputs: its score [N, 1, P] and the class [N, P] (int). See
/// <see cref="BestClass"/>.
/// </summary>
public sealed record BestClassOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape scores = inputs[0].Shape;
        Require(scores.Rank == 3, $"scores {scores} must be [N, C, P].");
        return [TensorType.Float32(scores[0], 1, scores[2]), TensorType.Int32(scores[0], scores[2])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape sizes = inputs[0].Shape;
        BestClassShape shape = new(sizes[0], sizes[1], sizes[2]);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<float> best = outputs[0].Floats;
        ArrayView<int> classes = outputs[1].Ints;
        BestClass kernel = context.Kernels.Get<BestClass>();
        return new LoweredOp(nameof(BestClass), stream => kernel.Launch(stream, scores, best, classes, shape));
    }
}
