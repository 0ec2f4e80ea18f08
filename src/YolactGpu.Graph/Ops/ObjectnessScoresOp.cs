using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Graph.Ops;

/// <summary>Class scores over the last axis, whose first entry is an objectness. Input: x. Output: as x. See <see cref="ObjectnessScores"/>.</summary>
/// <param name="Use">How the objectness takes part.</param>
public sealed record ObjectnessScoresOp(ObjectnessUse Use) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape x = inputs[0].Shape;
        Require(x[x.Rank - 1] > 1, $"x {x} must have an objectness and at least one class on its last axis.");
        return inputs;
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape shape = inputs[0].Shape;
        int columns = shape[shape.Rank - 1];
        SoftmaxShape sizes = new((int)(shape.Length / columns), columns);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        ObjectnessUse use = Use;
        ObjectnessScores kernel = context.Kernels.Get<ObjectnessScores>();
        return new LoweredOp(nameof(ObjectnessScores), stream => kernel.Launch(stream, x, y, sizes, use));
    }
}
