using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Layout;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Joins tensors that agree in all but their last axis along it: the channels of images, or the columns of rows. Parts may be
/// constants. See <see cref="CopyRows"/>.
/// </summary>
public sealed record ConcatColumnsOp : Op
{
    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        Require(inputs.Length > 0, "nothing to join.");
        TensorShape first = inputs[0].Shape;
        int last = first.Rank - 1;
        Require(
            inputs.All(input => input.Shape.Rank == first.Rank && Enumerable.Range(0, last).All(axis => input.Shape[axis] == first[axis])),
            $"the parts must agree in all but their last axis: {string.Join(", ", inputs)}.");
        int[] sizes = [.. Enumerable.Range(0, last).Select(axis => first[axis]), inputs.Sum(input => input.Shape[last])];
        return [TensorType.Float32(sizes)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        TensorShape joined = outputs[0].Shape;
        int rows = (int)(joined.Length / joined[joined.Rank - 1]);
        (ArrayView<float>[] parts, CopyRowsShape[] shapes) = ConcatOp.Cut(inputs, outputs[0], rows);
        return ConcatOp.Copy(context, parts, outputs[0].Floats, shapes);
    }
}
