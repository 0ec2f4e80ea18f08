using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>Sum of two tensors of one shape. Inputs: a, b. Output: as a. See <see cref="Add"/>.</summary>
public sealed record AddOp : Op
{
    /// <summary>Gets both addends.</summary>
    public override ImmutableArray<int> OverwritableInputs => [0, 1];

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 2);
        Require(inputs[0] == inputs[1], $"the addends {inputs[0]} and {inputs[1]} must have one shape.");
        return [inputs[0]];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        ArrayView<float> a = inputs[0].Floats;
        ArrayView<float> b = inputs[1].Floats;
        ArrayView<float> y = outputs[0].Floats;
        if (context.UsesSimd)
        {
            SimdAdd simd = context.Kernels.Get<SimdAdd>();
            return new LoweredOp(nameof(SimdAdd), stream => simd.Launch(stream, a, b, y));
        }

        Add kernel = context.Kernels.Get<Add>();
        return new LoweredOp(nameof(Add), stream => kernel.Launch(stream, a, b, y));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        outputs[0].Shape.Length;
}
