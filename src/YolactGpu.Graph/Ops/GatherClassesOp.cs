using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Detection;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// The classes of detections from those of their priors. Inputs: class of each prior [N, P] (int); priors [N, D] (int), −1
/// where absent. Output: [N, D] (int). See <see cref="GatherClasses"/>.
/// </summary>
public sealed record GatherClassesOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 2);
        Require(
            inputs.All(input => input.Element == ElementType.Int32 && input.Shape.Rank == 2) && inputs[0].Shape[0] == inputs[1].Shape[0],
            $"the classes {inputs[0]} must be integers [N, P], the priors {inputs[1]} integers [N, D].");
        return [inputs[1]];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        GatherClassesShape shape = new(inputs[0].Shape[0], inputs[1].Shape[1], inputs[0].Shape[1]);
        ArrayView<int> classOfPrior = inputs[0].Ints;
        ArrayView<int> priors = inputs[1].Ints;
        ArrayView<int> classes = outputs[0].Ints;
        GatherClasses kernel = context.Kernels.Get<GatherClasses>();
        return new LoweredOp(nameof(GatherClasses), stream => kernel.Launch(stream, classOfPrior, priors, classes, shape));
    }
}
