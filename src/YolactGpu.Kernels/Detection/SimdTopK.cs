using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>
/// The best entries of each row on the processor's vectors, for the CPU accelerator: the same result as
/// <see cref="TopK"/>, one row per index.
/// <para>A limit that not many more than k entries reach is found by halving the range of floats and counting each
/// time, without a branch per entry; then the entries that reach it are sorted. Rows of few present entries need one
/// count, and no order of the input is worse than another.</para>
/// </summary>
public sealed class SimdTopK : IKernel<SimdTopK>
{
    private const uint Infinity = 0x7F800000;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>,
        TopKShape> launch;

    private SimdTopK(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ArrayView<int>, TopKShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdTopK Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the choice on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">As for <see cref="TopK.Launch"/>.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape)
    {
        shape.Check(x, values, indices);

        launch(stream, shape.Rows, x, values, indices, shape);
    }

    internal static void CpuKernel(
        Index1D index, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape) =>
        ChooseFromRow(index.X, x, values, indices, shape);

    /// <summary>Chooses the best entries of a row, as many as there are values; gives the number of those present.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static int Choose(ReadOnlySpan<float> row, Span<float> values, Span<int> indices)
    {
        Span<ulong> entries = stackalloc ulong[2 * values.Length];
        entries = entries[..Gather(row, values.Length, entries)];
        entries.Sort();

        int count = Math.Min(entries.Length, values.Length);
        for (int j = 0; j < count; j++)
        {
            int column = (int)(uint)entries[j];
            values[j] = row[column];
            indices[j] = column;
        }

        values[count..].Fill(-1f);
        indices[count..].Fill(-1);
        return count;
    }

    [External("choose_from_row")]
    private static void ChooseFromRow(
        int index, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape) =>
        Choose(CpuMemory.Run(x, index, shape.Columns), CpuMemory.Run(values, index, shape.Count), CpuMemory.Run(indices, index, shape.Count));

    /// <summary>Puts the k best entries, and perhaps some of the next, anywhere in the list; gives their number.</summary>
    private static int Gather(ReadOnlySpan<float> row, int k, Span<ulong> entries)
    {
        uint limit = 0;
        if (Count(row, 0f) > entries.Length)
        {
            // At least k entries reach the low end of the range, fewer than k its high end.
            uint high = Infinity + 1;
            while (high - limit > 1)
            {
                uint middle = limit + ((high - limit) / 2);
                int count = Count(row, BitConverter.UInt32BitsToSingle(middle));
                if (count < k)
                {
                    high = middle;
                    continue;
                }

                limit = middle;
                if (count <= entries.Length)
                {
                    return Gather(row, BitConverter.UInt32BitsToSingle(limit), entries);
                }
            }

            // Too many are equal to the limit: of those the first columns are the better ones.
            int better = high > Infinity ? 0 : Gather(row, BitConverter.UInt32BitsToSingle(high), entries);
            return better + GatherEqual(row, BitConverter.UInt32BitsToSingle(limit), entries[better..k]);
        }

        return Gather(row, 0f, entries);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Count(ReadOnlySpan<float> row, float limit)
    {
        Vector<int> counts = Vector<int>.Zero;
        int column = 0;
        for (; column <= row.Length - Vector<float>.Count; column += Vector<float>.Count)
        {
            counts -= Vector.GreaterThanOrEqual(new Vector<float>(row[column..]), new Vector<float>(limit));
        }

        int count = Vector.Sum(counts);
        for (; column < row.Length; column++)
        {
            count += row[column] >= limit ? 1 : 0;
        }

        return count;
    }

    /// <summary>Lists the entries that reach the limit, of which there is room for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Gather(ReadOnlySpan<float> row, float limit, Span<ulong> entries)
    {
        int count = 0;
        int column = 0;
        for (; column <= row.Length - Vector256<float>.Count; column += Vector256<float>.Count)
        {
            Vector256<float> values = Vector256.Create(row[column..]);
            uint reaching = Vector256.GreaterThanOrEqual(values, Vector256.Create(limit)).ExtractMostSignificantBits();
            for (; reaching != 0; reaching &= reaching - 1)
            {
                int at = column + BitOperations.TrailingZeroCount(reaching);
                entries[count++] = Entry(row[at], at);
            }
        }

        for (; column < row.Length; column++)
        {
            if (row[column] >= limit)
            {
                entries[count++] = Entry(row[column], column);
            }
        }

        return count;
    }

    /// <summary>Fills the list with the first entries equal to a value, of which there are enough.</summary>
    private static int GatherEqual(ReadOnlySpan<float> row, float value, Span<ulong> entries)
    {
        int column = -1;
        for (int count = 0; count < entries.Length; count++)
        {
            do
            {
                column++;
            }
            while (row[column] != value);
            entries[count] = Entry(value, column);
        }

        return entries.Length;
    }

    /// <summary>The entry's place in the order of all. Clearing the sign makes −0 equal to 0.</summary>
    private static ulong Entry(float value, int column) =>
        ((ulong)(~BitConverter.SingleToUInt32Bits(value) & 0x7FFFFFFF) << 32) | (uint)column;
}
