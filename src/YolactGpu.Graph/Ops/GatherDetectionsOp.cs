using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The final detections, collected from where their parts lie. Inputs: scores [N, D] and positions [N, D] (int) among the
/// candidates; prior indices of the candidates [N, C, k] (int); cornerBoxes [N, P, 4]; coefficients [N, P, M].
/// Outputs: box [N, D, 4], class [N, D] (int), score [N, D], coefficients [N, D, M], prior [N, D] (int), count [N] (int).
/// See <see cref="GatherDetections"/>.
/// </summary>
public sealed record GatherDetectionsOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 5);
        TensorShape scores = inputs[0].Shape;
        TensorShape boxes = inputs[3].Shape;
        TensorShape coefficients = inputs[4].Shape;
        Require(
            scores.Rank == 2 && inputs[1].Shape == scores && inputs[2].Shape.Rank == 3 && boxes.Rank == 3 && boxes[2] == 4
                && coefficients.Rank == 3 && coefficients[1] == boxes[1],
            "the inputs must be scores [N, D], positions [N, D], indices [N, C, k], boxes [N, P, 4], coefficients [N, P, M].");
        return
        [
            TensorType.Float32(scores[0], scores[1], 4),
            TensorType.Int32(scores[0], scores[1]),
            TensorType.Float32(scores[0], scores[1]),
            TensorType.Float32(scores[0], scores[1], coefficients[2]),
            TensorType.Int32(scores[0], scores[1]),
            TensorType.Int32(scores[0]),
        ];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        GatherDetections kernel = context.Kernels.Get<GatherDetections>();
        TensorShape ranked = inputs[2].Shape;
        GatherDetectionsShape shape = new(
            ranked[0], inputs[0].Shape[1], ranked[1], ranked[2], inputs[3].Shape[1], inputs[4].Shape[2]);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<int> positions = inputs[1].Ints;
        ArrayView<int> indices = inputs[2].Ints;
        ArrayView<float> boxes = inputs[3].Floats;
        ArrayView<float> coefficients = inputs[4].Floats;
        DetectionViews detections = new(
            outputs[0].Floats, outputs[1].Ints, outputs[2].Floats, outputs[3].Floats, outputs[4].Ints, outputs[5].Ints);
        return new LoweredOp(
            nameof(GatherDetections),
            stream => kernel.Launch(stream, scores, positions, indices, boxes, coefficients, detections, shape));
    }
}
