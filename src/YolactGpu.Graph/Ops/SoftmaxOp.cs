using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Graph.Ops;

/// <summary>Softmax over the last axis. Input: x. Output: as x. See <see cref="Softmax"/>.</summary>
public sealed record SoftmaxOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
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
        if (context.UsesSimd)
        {
            SimdSoftmax simd = context.Kernels.Get<SimdSoftmax>();
            return new LoweredOp(nameof(SimdSoftmax), stream => simd.Launch(stream, x, y, sizes));
        }

        Softmax kernel = context.Kernels.Get<Softmax>();
        return new LoweredOp(nameof(Softmax), stream => kernel.Launch(stream, x, y, sizes));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        4 * outputs[0].Shape.Length;
}
