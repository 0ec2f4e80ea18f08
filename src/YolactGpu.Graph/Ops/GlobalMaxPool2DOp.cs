using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Pooling;

namespace YolactGpu.Graph.Ops;

/// <summary>The maximum of each channel. Input: x [N, H, W, C]. Output: y [N, C]. See <see cref="GlobalMaxPool2D"/>.</summary>
public sealed record GlobalMaxPool2DOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape x = inputs[0].Shape;
        Require(x.Rank == 4, $"x {inputs[0]} must be [N, H, W, C].");
        return [TensorType.Float32(x[0], x[3])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        GlobalMaxPool2D kernel = context.Kernels.Get<GlobalMaxPool2D>();
        TensorShape sizes = inputs[0].Shape;
        GlobalPool2DShape shape = new(sizes[0], sizes[1], sizes[2], sizes[3]);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        return new LoweredOp(nameof(GlobalMaxPool2D), stream => kernel.Launch(stream, x, y, shape));
    }
}
