using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Resampling;

namespace YolactGpu.Graph.Ops;

/// <summary>Resize to the nearest pixel. Input: x [N, H, W, C]. Output: y [N, height, width, C]. See <see cref="ResizeNearest"/>.</summary>
/// <param name="Height">Output height.</param>
/// <param name="Width">Output width.</param>
public sealed record ResizeNearestOp(int Height, int Width) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape x = inputs[0].Shape;
        Require(x.Rank == 4, $"x {x} must be [N, H, W, C].");
        return [TensorType.Float32(x[0], Height, Width, x[3])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape input = inputs[0].Shape;
        ResizeBilinearShape shape = new(input[0], input[1], input[2], Height, Width, input[3]);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        ResizeNearest kernel = context.Kernels.Get<ResizeNearest>();
        return new LoweredOp(nameof(ResizeNearest), stream => kernel.Launch(stream, x, y, shape));
    }
}
