using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The final detections, collected from where their parts lie. Inputs: scores [N, D] and positions [N, D] (int) among the
/// candidates; prior indices of the candidates [N, C, k] (int); cornerBoxes [N, P, 4]; coefficients [N, P, M].
/// Outputs: box [N, D, 4], class [N, D] (int), score [N, D], prior [N, D] (int), count [N] (int), coefficients [N, D, M].
/// See <see cref="GatherDetections"/>.
/// </summary>
/// <param name="HasCoefficients">Whether there are coefficients to collect; the last input and the last output.</param>
public sealed record GatherDetectionsOp(bool HasCoefficients = true) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, HasCoefficients ? 5 : 4);
        TensorShape scores = inputs[0].Shape;
        TensorShape boxes = inputs[3].Shape;
        Require(
            scores.Rank == 2 && inputs[1].Shape == scores && inputs[2].Shape.Rank == 3 && boxes.Rank == 3 && boxes[2] == 4,
            "the inputs must be scores [N, D], positions [N, D], indices [N, C, k] and boxes [N, P, 4].");
        ImmutableArray<TensorType> outputs =
        [
            TensorType.Float32(scores[0], scores[1], 4),
            TensorType.Int32(scores[0], scores[1]),
            TensorType.Float32(scores[0], scores[1]),
            TensorType.Int32(scores[0], scores[1]),
            TensorType.Int32(scores[0]),
        ];
        if (!HasCoefficients)
        {
            return outputs;
        }

        TensorShape coefficients = inputs[4].Shape;
        Require(coefficients.Rank == 3 && coefficients[1] == boxes[1], $"the coefficients {coefficients} must be [N, P, M].");
        return [.. outputs, TensorType.Float32(scores[0], scores[1], coefficients[2])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        GatherDetections kernel = context.Kernels.Get<GatherDetections>();
        TensorShape ranked = inputs[2].Shape;
        GatherDetectionsShape shape = new(
            ranked[0], inputs[0].Shape[1], ranked[1], ranked[2], inputs[3].Shape[1], HasCoefficients ? inputs[4].Shape[2] : 0);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<int> positions = inputs[1].Ints;
        ArrayView<int> indices = inputs[2].Ints;
        ArrayView<float> boxes = inputs[3].Floats;
        ArrayView<float> coefficients = HasCoefficients ? inputs[4].Floats : ArrayView<float>.Empty;
        DetectionViews detections = new(
            outputs[0].Floats,
            outputs[1].Ints,
            outputs[2].Floats,
            HasCoefficients ? outputs[5].Floats : ArrayView<float>.Empty,
            outputs[3].Ints,
            outputs[4].Ints);
        return new LoweredOp(
            nameof(GatherDetections),
            stream => kernel.Launch(stream, scores, positions, indices, boxes, coefficients, detections, shape));
    }
}
