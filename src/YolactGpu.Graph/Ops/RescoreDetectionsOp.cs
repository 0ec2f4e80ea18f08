using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Scores times the predicted overlap of the mask, in the order that follows. Inputs: scores [N, D], below 0 where absent;
/// positions [N, D] (int); classes [N, D] (int); iou [N·D, C]. Outputs, in the new order: rescored [N, D]; positions [N, D] (int);
/// boxScores [N, D]. See <see cref="RescoreDetections"/>.
/// </summary>
public sealed record RescoreDetectionsOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 4);
        TensorShape scores = inputs[0].Shape;
        TensorShape iou = inputs[3].Shape;
        Require(
            scores.Rank == 2 && inputs[1].Shape == scores && inputs[2].Shape == scores && iou.Rank == 2 && iou[0] == scores.Length,
            "the inputs must be scores [N, D], positions [N, D], classes [N, D], iou [N·D, C].");
        TensorType floats = TensorType.Float32(scores[0], scores[1]);
        return [floats, TensorType.Int32(scores[0], scores[1]), floats];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        RescoreDetections kernel = context.Kernels.Get<RescoreDetections>();
        RescoreDetectionsShape shape = new(inputs[0].Shape[0], inputs[0].Shape[1], inputs[3].Shape[1]);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<int> positions = inputs[1].Ints;
        ArrayView<int> classes = inputs[2].Ints;
        ArrayView<float> iou = inputs[3].Floats;
        ArrayView<float> rescored = outputs[0].Floats;
        ArrayView<int> newPositions = outputs[1].Ints;
        ArrayView<float> boxScores = outputs[2].Floats;
        return new LoweredOp(
            nameof(RescoreDetections),
            stream => kernel.Launch(stream, scores, positions, classes, iou, rescored, newPositions, boxScores, shape));
    }
}
