using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The keypoints of the kept detections. Inputs: priors of the detections [N, D] (int, −1 for none); offsets [N, P, J·2];
/// visibility logits [N, P, J]; priors [P, 4] (centre form). Output: keypoints [N, D, J, 3]: x, y (relative), score.
/// See <see cref="GatherKeypoints"/>.
/// </summary>
/// <param name="Variance">Scale of the predicted offsets.</param>
public sealed record GatherKeypointsOp(float Variance) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 4);
        TensorShape detections = inputs[0].Shape;
        TensorShape offsets = inputs[1].Shape;
        TensorShape visibility = inputs[2].Shape;
        Require(
            inputs[0].Element == ElementType.Int32 && detections.Rank == 2 && visibility.Rank == 3 && visibility[0] == detections[0]
                && offsets == new TensorShape(visibility[0], visibility[1], visibility[2] * 2)
                && inputs[3].Shape == new TensorShape(visibility[1], 4),
            "the inputs must be prior indices [N, D], offsets [N, P, 2·J], visibility [N, P, J] and priors [P, 4].");
        return [TensorType.Float32(detections[0], detections[1], visibility[2], 3)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        GatherKeypoints kernel = context.Kernels.Get<GatherKeypoints>();
        TensorShape visible = inputs[2].Shape;
        GatherKeypointsShape shape = new(visible[0], inputs[0].Shape[1], visible[1], visible[2], Variance);
        ArrayView<int> detections = inputs[0].Ints;
        ArrayView<float> offsets = inputs[1].Floats;
        ArrayView<float> visibility = inputs[2].Floats;
        ArrayView<float> priors = inputs[3].Floats;
        ArrayView<float> keypoints = outputs[0].Floats;
        return new LoweredOp(
            nameof(GatherKeypoints), stream => kernel.Launch(stream, detections, offsets, visibility, priors, keypoints, shape));
    }
}
