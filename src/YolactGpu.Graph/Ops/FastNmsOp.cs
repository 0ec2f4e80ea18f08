using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Fast NMS. Inputs: scores [N, C, k] and prior indices [N, C, k] (int), best first; cornerBoxes [N, P, 4]. Output: surviving
/// scores [N, C·k], −1 where suppressed. See <see cref="FastNms"/>.
/// </summary>
/// <param name="Threshold">Highest IoU with a better candidate at which a candidate survives.</param>
public sealed record FastNmsOp(float Threshold) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 3);
        TensorShape scores = inputs[0].Shape;
        Require(
            scores.Rank == 3 && inputs[1].Shape == scores && inputs[2].Shape.Rank == 3 && inputs[2].Shape[0] == scores[0],
            $"scores {scores} and indices {inputs[1]} must be [N, C, k], the boxes {inputs[2]} [N, P, 4].");
        return [TensorType.Float32(scores[0], scores[1] * scores[2])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape ranked = inputs[0].Shape;
        FastNmsShape shape = new(ranked[0], ranked[1], ranked[2], inputs[2].Shape[1], Threshold);
        ArrayView<float> scores = inputs[0].Floats;
        ArrayView<int> indices = inputs[1].Ints;
        ArrayView<float> boxes = inputs[2].Floats;
        ArrayView<float> survivors = outputs[0].Floats;
        if (context.UsesSimd)
        {
            SimdFastNms simd = context.Kernels.Get<SimdFastNms>();
            return new LoweredOp(nameof(SimdFastNms), stream => simd.Launch(stream, scores, indices, boxes, survivors, shape));
        }

        FastNms kernel = context.Kernels.Get<FastNms>();
        return new LoweredOp(nameof(FastNms), stream => kernel.Launch(stream, scores, indices, boxes, survivors, shape));
    }
}
