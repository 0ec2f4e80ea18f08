using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Boxes;

/// <summary>What an intersection is divided by.</summary>
public enum IoUForm
{
    /// <summary>The area of the union.</summary>
    Union,

    /// <summary>The area of the first box: for a crowd as the second, which a box need not cover.</summary>
    Crowd,
}

/// <summary>Sizes of one batch of IoU matrices.</summary>
/// <param name="Batch">N.</param>
/// <param name="FirstCount">A: boxes of the first set, per image.</param>
/// <param name="SecondCount">B: boxes of the second set, per image.</param>
/// <param name="Form">What is divided by.</param>
public readonly record struct IoUMatrixShape(int Batch, int FirstCount, int SecondCount, IoUForm Form)
{
    /// <summary>Gets the number of elements of y: N·A·B.</summary>
    public long OutputLength => (long)Batch * FirstCount * SecondCount;
}

/// <summary>
/// Overlap of every box of one set with every box of another, image by image.
/// <para>y[n, i, j] = |aᵢ ∩ bⱼ| / |aᵢ ∪ bⱼ|, or |aᵢ ∩ bⱼ| / |aᵢ| in the crowd form.</para>
/// <para>a: [N, A, 4] float. b: [N, B, 4] float, both in corner form and one unit. y: [N, A, B] float.</para>
/// <para>Float32 in the original's order, within 4 units in the last place of (area a + area b). 0 / 0 and a NaN
/// coordinate give NaN. Source: jaccard of YOLACT's box_utils.</para>
/// </summary>
public sealed class IoUMatrix : IKernel<IoUMatrix>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        IoUMatrixShape, int> launch;

    private readonly Grain grain;

    private IoUMatrix(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, IoUMatrixShape, int>(
            Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static IoUMatrix Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the matrices on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> a,
        ArrayView<float> b,
        ArrayView<float> y,
        IoUMatrixShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.FirstCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.SecondCount);
        ShapeGuard.HasLength(a, (long)shape.Batch * shape.FirstCount * 4);
        ShapeGuard.HasLength(b, (long)shape.Batch * shape.SecondCount * 4);
        ShapeGuard.HasLength(y, shape.OutputLength);

        int columnsPerIndex = grain.Divide(shape.SecondCount);
        int count = ShapeGuard.Index(shape.OutputLength / columnsPerIndex, "Pairs");
        launch(stream, count, a, b, y, shape, columnsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> a,
        ArrayView<float> b,
        ArrayView<float> y,
        IoUMatrixShape shape,
        int columnsPerIndex)
    {
        int first = index.X * columnsPerIndex;
        int row = first / shape.SecondCount;
        int n = row / shape.FirstCount;
        CornerBox boxOfRow = BoxGeometry.Load(a, row);
        for (int at = first; at < first + columnsPerIndex; at++)
        {
            int column = at - (row * shape.SecondCount);
            CornerBox boxOfColumn = BoxGeometry.Load(b, (n * shape.SecondCount) + column);
            y[at] = shape.Form == IoUForm.Crowd
                ? BoxGeometry.CrowdIoU(boxOfRow, boxOfColumn)
                : BoxGeometry.IoU(boxOfRow, boxOfColumn);
        }
    }
}
