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
        int last = joined.Rank - 1;
        int rows = (int)(joined.Length / joined[last]);
        ArrayView<float> y = outputs[0].Floats;
        ArrayView<float>[] parts = [.. inputs.Select(input => input.Floats)];
        CopyRowsShape[] shapes = new CopyRowsShape[parts.Length];
        int offset = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int columns = inputs[i].Shape[last];
            shapes[i] = new CopyRowsShape(rows, columns, joined[last], offset);
            offset += columns;
        }

        CopyRows kernel = context.Kernels.Get<CopyRows>();
        return new LoweredOp(nameof(CopyRows), stream =>
        {
            for (int i = 0; i < parts.Length; i++)
            {
                kernel.Launch(stream, parts[i], y, shapes[i]);
            }
        });
    }
}
