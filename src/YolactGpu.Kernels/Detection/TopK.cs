using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes of one choice of the best entries of each row.</summary>
/// <param name="Rows">R; each is chosen from alone.</param>
/// <param name="Columns">L: entries of a row.</param>
/// <param name="Count">k: entries chosen of each row, at most <see cref="MaximumCount"/>. May exceed L.</param>
public readonly record struct TopKShape(int Rows, int Columns, int Count)
{
    /// <summary>The largest k: so many fit into the shared memory of a group on every device.</summary>
    public const int MaximumCount = 2048;

    /// <summary>Gets the number of elements of x: R·L.</summary>
    public long InputLength => (long)Rows * Columns;

    /// <summary>Gets the number of elements of values and of indices: R·k.</summary>
    public long OutputLength => (long)Rows * Count;

    internal void Check(ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, MaximumCount);
        ShapeGuard.Index(InputLength, "Entries");
        ShapeGuard.HasLength(x, InputLength);
        ShapeGuard.HasLength(values, OutputLength);
        ShapeGuard.HasLength(indices, OutputLength);
    }
}

/// <summary>
/// The best entries of each row, best first.
/// <para>values[r, j], indices[r, j] = the j-th of the present entries of x[r, ·] and its column, sorted by value
/// descending and, where values are equal, by column ascending; (−1, −1) where fewer are present.</para>
/// <para>x: [R, L] float; an entry below 0 or NaN is absent. values: [R, k] float. indices: [R, k] int.</para>
/// <para>Exact, and the same on every device. The plain kernel, with one index per row, runs on the CPU accelerator;
/// GPUs get <see cref="TopKGrouped"/>, for which it is the oracle.</para>
/// <para>Source: sort and slice in YOLACT's fast_nms; the original leaves the order of equal scores open.</para>
/// </summary>
public sealed class TopK : IKernel<TopK>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>,
        TopKShape>? launch;

    private readonly TopKGrouped? grouped;

    private TopK(Accelerator accelerator)
    {
        if (accelerator.AcceleratorType == AcceleratorType.CPU)
        {
            launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<int>, TopKShape>(Kernel);
        }
        else
        {
            grouped = TopKGrouped.Load(accelerator);
        }
    }

    /// <inheritdoc/>
    public static TopK Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the choice on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or k is out of
    /// range.
    /// </exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape)
    {
        if (grouped is not null)
        {
            grouped.Launch(stream, x, values, indices, shape);
            return;
        }

        shape.Check(x, values, indices);
        launch!(stream, shape.Rows, x, values, indices, shape);
    }

    // The row's output is a heap with its worst entry at the root, until all columns have been seen; then it is sorted.
    internal static void Kernel(
        Index1D index, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape)
    {
        int first = index.X * shape.Columns;
        int root = index.X * shape.Count;
        int size = 0;
        for (int column = 0; column < shape.Columns; column++)
        {
            float value = x[first + column];
            if (IsAbsent(value))
            {
                continue;
            }

            // Columns ascend: an entry equal to the worst one is worse than it.
            if (size < shape.Count)
            {
                Rise(values, indices, root, size, value, column);
                size++;
            }
            else if (value > values[root])
            {
                Sink(values, indices, root, size, value, column);
            }
        }

        for (int j = size; j < shape.Count; j++)
        {
            values[root + j] = -1f;
            indices[root + j] = -1;
        }

        for (int last = size - 1; last > 0; last--)
        {
            float worst = values[root];
            int worstIndex = indices[root];
            Sink(values, indices, root, last, values[root + last], indices[root + last]);
            values[root + last] = worst;
            indices[root + last] = worstIndex;
        }
    }

    /// <summary>A negative entry or a NaN.</summary>
    internal static bool IsAbsent(float value) => value < 0 || float.IsNaN(value);

    private static bool IsWorse(float value, int index, float otherValue, int otherIndex) =>
        value < otherValue || (value == otherValue && index > otherIndex);

    /// <summary>Puts an entry at the end of the heap and lets it rise to its place.</summary>
    private static void Rise(
        ArrayView<float> values, ArrayView<int> indices, int root, int at, float value, int index)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (!IsWorse(value, index, values[root + parent], indices[root + parent]))
            {
                break;
            }

            values[root + at] = values[root + parent];
            indices[root + at] = indices[root + parent];
            at = parent;
        }

        values[root + at] = value;
        indices[root + at] = index;
    }

    /// <summary>
    /// Replaces the root of a heap of <paramref name="size"/> entries and lets the new one sink to its place.
    /// </summary>
    private static void Sink(
        ArrayView<float> values, ArrayView<int> indices, int root, int size, float value, int index)
    {
        int at = 0;
        while ((2 * at) + 1 < size)
        {
            int child = (2 * at) + 1;
            int next = child + 1;
            if (next < size
                && IsWorse(values[root + next], indices[root + next], values[root + child], indices[root + child]))
            {
                child = next;
            }

            if (!IsWorse(values[root + child], indices[root + child], value, index))
            {
                break;
            }

            values[root + at] = values[root + child];
            indices[root + at] = indices[root + child];
            at = child;
        }

        values[root + at] = value;
        indices[root + at] = index;
    }
}
