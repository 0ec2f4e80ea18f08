using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Predicted offsets to boxes. Inputs: loc [N, P, 4], priors [P, 4] (centre form). Output: cornerBoxes [N, P, 4], relative.
/// See <see cref="BoxDecode"/>.
/// </summary>
/// <param name="CenterVariance">Scale of the predicted centre.</param>
/// <param name="SizeVariance">Scale of the predicted logarithm of the size.</param>
public sealed record BoxDecodeOp(float CenterVariance, float SizeVariance) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 2);
        TensorShape loc = inputs[0].Shape;
        Require(
            loc.Rank == 3 && loc[2] == 4 && inputs[1].Shape == new TensorShape(loc[1], 4),
            $"loc {loc} must be [N, P, 4] and the priors {inputs[1]} [P, 4] with the same P.");
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        BoxDecode kernel = context.Kernels.Get<BoxDecode>();
        BoxDecodeShape shape = new(inputs[0].Shape[0], inputs[0].Shape[1], CenterVariance, SizeVariance);
        ArrayView<float> loc = inputs[0].Floats;
        ArrayView<float> priors = inputs[1].Floats;
        ArrayView<float> boxes = outputs[0].Floats;
        return new LoweredOp(nameof(BoxDecode), stream => kernel.Launch(stream, loc, priors, boxes, shape));
    }
}
