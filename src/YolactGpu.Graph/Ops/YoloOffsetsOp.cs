using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Graph.Ops;

/// <summary>Box offsets in the manner of YOLO. Input: raw offsets [N, P, 4] of one level. Output: as the input. See <see cref="YoloOffsets"/>.</summary>
/// <param name="CellsAcross">Width of the level in cells.</param>
/// <param name="CellsDown">Height of the level in cells.</param>
public sealed record YoloOffsetsOp(int CellsAcross, int CellsDown) : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 1);
        TensorShape x = inputs[0].Shape;
        Require(x.Rank == 3 && x[2] == 4, $"x {x} must be [N, P, 4].");
        return inputs;
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        YoloOffsetsShape shape = new((int)(inputs[0].Shape.Length / 4), CellsAcross, CellsDown);
        ArrayView<float> x = inputs[0].Floats;
        ArrayView<float> y = outputs[0].Floats;
        YoloOffsets kernel = context.Kernels.Get<YoloOffsets>();
        return new LoweredOp(nameof(YoloOffsets), stream => kernel.Launch(stream, x, y, shape));
    }
}
