using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Layout;

namespace YolactGpu.Graph.Ops;

/// <summary>Neighbouring columns: channels of an image, or numbers of a row.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
public readonly record struct ColumnRange(int First, int Count);

/// <summary>
/// Joins ranges of columns: of each input [N, .., C] one range, whose columns, row by row, are rows of <paramref name="Columns"/>.
/// Output: [N, P, <paramref name="Columns"/>], the inputs one behind the other in each image. What <see cref="ConcatOp"/> does with whole
/// inputs. See <see cref="CopyRows"/>.
/// </summary>
/// <param name="Columns">Numbers per row of the output.</param>
/// <param name="Ranges">The range of each input.</param>
public sealed record ConcatSlicesOp(int Columns, ImmutableArray<ColumnRange> Ranges) : Op
{
    /// <summary>Gets a value indicating whether every row of the output comes from one row of an input.</summary>
    public bool JoinsWholeRows => Ranges.All(range => range.Count % Columns == 0);

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, Ranges.Length);
        Require(inputs.Length > 0, "nothing to join.");
        int batch = inputs[0].Shape[0];
        int rows = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            TensorShape shape = inputs[i].Shape;
            ColumnRange range = Ranges[i];
            Require(
                shape.Rank >= 2 && shape[0] == batch,
                $"the parts must be [N, .., C] and agree in N: {string.Join(", ", inputs)}.");
            Require(
                range.First >= 0 && range.Count > 0 && range.First <= shape[shape.Rank - 1] - range.Count,
                $"{range} is not within the columns of {shape}.");
            int length = RowsOf(shape) * range.Count;
            Require(length % Columns == 0, $"{range} of {shape} is not rows of {Columns}.");
            rows += length / Columns;
        }

        return [TensorType.Float32(batch, rows, Columns)];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        return ConcatOp.CopyBlocks(context, [.. inputs.Select(input => input.Floats)], outputs[0].Floats, Copies([.. inputs.Select(input => input.Shape)]));
    }

    /// <summary>Tells what is copied of each input, and to where.</summary>
    internal CopyRowsShape[] Copies(ImmutableArray<TensorShape> inputs)
    {
        int[] rows = [.. inputs.Select(RowsOf)];
        int joined = rows.Select((count, i) => count * Ranges[i].Count).Sum();
        CopyRowsShape[] shapes = new CopyRowsShape[inputs.Length];
        int offset = 0;
        for (int i = 0; i < shapes.Length; i++)
        {
            TensorShape part = inputs[i];
            shapes[i] = new CopyRowsShape(part[0], rows[i], Ranges[i].Count, part[part.Rank - 1], Ranges[i].First, joined, offset);
            offset += rows[i] * Ranges[i].Count;
        }

        return shapes;
    }

    private static int RowsOf(TensorShape shape) => (int)(shape.Length / shape[0] / shape[shape.Rank - 1]);
}
