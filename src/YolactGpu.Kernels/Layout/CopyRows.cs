using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Layout;

/// <summary>Sizes of one copy of a range of columns into a larger tensor.</summary>
/// <param name="Blocks">Blocks, one per image of the batch.</param>
/// <param name="Rows">Rows of a block.</param>
/// <param name="RowLength">Columns that are copied of each row.</param>
/// <param name="SourceRowLength">Columns of a row in x.</param>
/// <param name="SourceOffset">The first column that is copied.</param>
/// <param name="TargetLength">Elements of one block in y.</param>
/// <param name="TargetOffset">Where in its block of y the copy begins, in elements.</param>
public readonly record struct CopyRowsShape(
    int Blocks, int Rows, int RowLength, int SourceRowLength, int SourceOffset, int TargetLength, int TargetOffset)
{
    /// <summary>Initializes a new instance of the <see cref="CopyRowsShape"/> struct that copies whole blocks.</summary>
    /// <param name="blocks">Blocks, one per image of the batch.</param>
    /// <param name="sourceLength">Elements of one block in x.</param>
    /// <param name="targetLength">Elements of one block in y.</param>
    /// <param name="targetOffset">Where in its block of y the copy begins, in elements.</param>
    public CopyRowsShape(int blocks, int sourceLength, int targetLength, int targetOffset)
        : this(blocks, 1, sourceLength, sourceLength, 0, targetLength, targetOffset)
    {
    }

    /// <summary>Gets the elements that are copied of each block.</summary>
    internal int Length => Rows * RowLength;

    /// <summary>Gets the elements of one block in x.</summary>
    internal int SourceLength => Rows * SourceRowLength;

    /// <summary>Throws where the views are not of these sizes, or the copy reaches beyond a row of x or a block of y.</summary>
    internal void Check(ArrayView<float> x, ArrayView<float> y)
    {
        CheckSource(x);
        CheckTarget();
        ShapeGuard.HasLength(y, (long)Blocks * TargetLength);
    }

    /// <summary>
    /// Throws where what would be copied is not whole rows of <paramref name="columns"/> numbers, of which all copies together have
    /// <paramref name="count"/> per block, or x is not of these sizes.
    /// </summary>
    internal void CheckRowsOf(int columns, int blocks, int count, ArrayView<float> x)
    {
        if (Blocks != blocks || TargetLength != (long)count * columns || RowLength % columns != 0 || TargetOffset % columns != 0)
        {
            throw new ArgumentException($"{this} does not copy some of {blocks} times {count} rows of {columns}.");
        }

        CheckTarget();
        CheckSource(x);
    }

    /// <summary>Gives where in its block of x the row of that number begins that would be copied, of rows of <paramref name="columns"/>.</summary>
    internal int SourceOf(int row, int columns)
    {
        int perSource = RowLength / columns;
        int source = row / perSource;
        return (source * SourceRowLength) + SourceOffset + ((row - (source * perSource)) * columns);
    }

    /// <summary>Throws where x is not of these sizes, or the copy reaches beyond a row of it.</summary>
    private void CheckSource(ArrayView<float> x)
    {
        ShapeGuard.HasLength(x, (long)Blocks * Rows * SourceRowLength);
        if (SourceOffset < 0 || SourceOffset > SourceRowLength - RowLength)
        {
            throw new ArgumentException($"{this} reaches beyond the row that it copies from.");
        }
    }

    private void CheckTarget()
    {
        if (TargetOffset < 0 || TargetOffset > TargetLength - Length)
        {
            throw new ArgumentException($"{this} reaches beyond the block that it copies into.");
        }
    }
}

/// <summary>
/// One part of a concatenation: y[n, target offset + r * row length + i] = x[n, r, source offset + i]. Exact.
/// <para>x: [N, rows, source row length] float. y: [N, target length] float; the rest of y is left as it is.</para>
/// <para>Source: torch.cat over the pyramid levels in YOLACT's prediction heads.</para>
/// </summary>
public sealed class CopyRows : IKernel<CopyRows>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, CopyRowsShape, int> launch;
    private readonly Grain grain;

    private CopyRows(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, CopyRowsShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static CopyRows Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the copy on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or a part does not fit.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape)
    {
        shape.Check(x, y);
        long length = (long)shape.Blocks * shape.Length;
        int run = grain.Run(length);
        launch(stream, ShapeGuard.Index((length + run - 1) / run, "Elements"), x, y, shape, run);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape, int run)
    {
        int first = index.X * run;
        int length = shape.Rows * shape.RowLength;
        int end = IntrinsicMath.Min(first + run, shape.Blocks * length);
        for (int at = first; at < end; at++)
        {
            int n = at / length;
            int i = at - (n * length);
            int row = at / shape.RowLength;
            int column = at - (row * shape.RowLength);
            y[(n * shape.TargetLength) + shape.TargetOffset + i] = x[(row * shape.SourceRowLength) + shape.SourceOffset + column];
        }
    }
}
