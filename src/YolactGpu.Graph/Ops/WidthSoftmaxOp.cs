using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Graph.Ops;

/// <summary>Softmax along the width. Input: x [N, H, W, C]. Output: as x. See <see cref="WidthSoftmax"/>.</summary>
public sealed record WidthSoftmaxOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        Require(inputs[0].Shape.Rank == 4, $"x {inputs[0]} must be [N, H, W, C].");
        return inputs;
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        WidthSoftmax kernel = context.Kernels.Get<WidthSoftmax>();
        TensorShape sizes = inputs[0].Shape;
        WidthSoftmaxShape shape = new(sizes[0] * sizes[1], sizes[2], sizes[3]);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        return new LoweredOp(nameof(WidthSoftmax), stream => kernel.Launch(stream, x, y, shape));
    }

    /// <inheritdoc/>
    public override long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) =>
        4 * outputs[0].Shape.Length;
}
