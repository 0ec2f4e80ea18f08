using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Greedy NMS of each class. Inputs: scores [N, C, P], −1 where absent; cornerBoxes [N, P, 4]. Outputs: the kept scores
/// [N, C·D] and their priors [N, C, D] (int), best first, −1 where fewer are kept; working memory [N, C, P] (int). See
/// <see cref="TraditionalNms"/>.
/// </summary>
/// <param name="Count">D: boxes kept per class at most.</param>
/// <param name="ScoreThreshold">A box takes part in a class where it scores above this.</param>
/// <param name="Threshold">Overlap with a kept box from which a box is dropped.</param>
/// <param name="Width">What relative x are multiplied by.</param>
/// <param name="Height">What relative y are multiplied by.</param>
public sealed record TraditionalNmsOp(int Count, float ScoreThreshold, float Threshold, float Width, float Height) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 2);
        TensorShape scores = inputs[0].Shape;
        Require(
            scores.Rank == 3 && inputs[1].Shape == new TensorShape(scores[0], scores[2], 4),
            $"scores {scores} must be [N, C, P], the boxes {inputs[1]} [N, P, 4].");
        return
        [
            TensorType.Float32(scores[0], scores[1] * Count),
            TensorType.Int32(scores[0], scores[1], Count),
            TensorType.Int32(scores[0], scores[1], scores[2]),
        ];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape sizes = inputs[0].Shape;
        TraditionalNmsShape shape = new(sizes[0], sizes[1], sizes[2], Count, ScoreThreshold, Threshold, Width, Height);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<float> boxes = inputs[1].Floats;
        ArrayView<float> survivors = outputs[0].Floats;
        ArrayView<int> priors = outputs[1].Ints;
        ArrayView<int> candidates = outputs[2].Ints;
        TraditionalNms kernel = context.Kernels.Get<TraditionalNms>();
        return new LoweredOp(
            nameof(TraditionalNms), stream => kernel.Launch(stream, scores, boxes, survivors, priors, candidates, shape));
    }
}
