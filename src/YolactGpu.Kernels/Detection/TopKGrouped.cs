using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>
/// <see cref="TopK"/> for GPUs: one group of threads per row; the same rule and the same result, entry for entry.
/// <para>An entry is the 64-bit number (bits of its value, inverted column): larger is better, no two are equal. The
/// k-th largest is found digit by digit, eight bits at a time from the top, by histograms in shared memory; the search
/// ends as soon as all entries of a digit are wanted, mostly after two or three of the eight digits. The chosen ones
/// are gathered in shared memory and each goes to its rank, the number of better ones among them.</para>
/// <para>Atomics count, and hand out places for the gathering; neither order shows in the result. Any group size will
/// do.</para>
/// </summary>
internal sealed class TopKGrouped : IKernel<TopKGrouped>
{
    private const int Digits = 256;
    private const int CoarseDigits = 16;
    private const int DigitBits = 8;

    // Places in the shared state: what thread 0 tells the others.
    private const int Chosen = 0;
    private const int Wanted = 1;
    private const int IsDone = 2;
    private const int Gathered = 3;

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<int>,
        TopKShape> launch;

    private readonly int groupSize;

    private TopKGrouped(Accelerator accelerator, int groupSize)
    {
        launch = accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<int>, TopKShape>(Kernel);
        this.groupSize = groupSize;
    }

    /// <inheritdoc/>
    public static TopKGrouped Load(Accelerator accelerator) =>
        Load(accelerator, Math.Min(512, accelerator.MaxNumThreadsPerGroup));

    /// <summary>Compiles the kernel for groups of <paramref name="groupSize"/> threads.</summary>
    public static TopKGrouped Load(Accelerator accelerator, int groupSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groupSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groupSize, accelerator.MaxNumThreadsPerGroup);
        return new(accelerator, groupSize);
    }

    /// <summary>Queues the choice on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or k is out of
    /// range.
    /// </exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape)
    {
        shape.Check(x, values, indices);

        launch(stream, new KernelConfig(shape.Rows, groupSize), x, values, indices, shape);
    }

    internal static void Kernel(
        ArrayView<float> x, ArrayView<float> values, ArrayView<int> indices, TopKShape shape)
    {
        ArrayView<int> histogram = SharedMemory.Allocate<int>(Digits);
        ArrayView<int> coarse = SharedMemory.Allocate<int>(CoarseDigits);
        ArrayView<int> state = SharedMemory.Allocate<int>(4);
        ArrayView<ulong> gathered = SharedMemory.Allocate<ulong>(TopKShape.MaximumCount);

        int thread = Group.IdxX;
        int threads = Group.DimX;
        int first = Grid.IdxX * shape.Columns;
        int output = Grid.IdxX * shape.Count;

        // All entries of which the digits down to `shift` are at least `prefix` are chosen.
        ulong prefix = 0;
        int shift = 64;
        bool isDone = false;
        while (!isDone)
        {
            shift -= DigitBits;
            for (int digit = thread; digit < Digits; digit += threads)
            {
                histogram[digit] = 0;
            }

            Group.Barrier();
            for (int column = thread; column < shape.Columns; column += threads)
            {
                float value = x[first + column];
                ulong entry = Entry(value, column) >> shift;
                if (!TopK.IsAbsent(value) && entry >> DigitBits == prefix)
                {
                    Atomic.Add(ref histogram[(int)(entry & (Digits - 1))], 1);
                }
            }

            Group.Barrier();
            for (int part = thread; part < CoarseDigits; part += threads)
            {
                int sum = 0;
                for (int digit = part * (Digits / CoarseDigits); digit < (part + 1) * (Digits / CoarseDigits); digit++)
                {
                    sum += histogram[digit];
                }

                coarse[part] = sum;
            }

            Group.Barrier();
            if (thread == 0)
            {
                ChooseDigit(histogram, coarse, state, shift == 64 - DigitBits ? shape.Count : state[Wanted]);
            }

            Group.Barrier();
            prefix = (prefix << DigitBits) | (uint)state[Chosen];
            isDone = state[IsDone] != 0;
        }

        for (int column = thread; column < shape.Columns; column += threads)
        {
            float value = x[first + column];
            ulong entry = Entry(value, column);
            if (!TopK.IsAbsent(value) && entry >> shift >= prefix)
            {
                gathered[Atomic.Add(ref state[Gathered], 1)] = entry;
            }
        }

        Group.Barrier();
        int count = state[Gathered];
        for (int own = thread; own < count; own += threads)
        {
            ulong entry = gathered[own];
            int rank = 0;
            for (int other = 0; other < count; other++)
            {
                rank += gathered[other] > entry ? 1 : 0;
            }

            int column = (int)~(uint)entry;
            values[output + rank] = x[first + column];
            indices[output + rank] = column;
        }

        for (int absent = count + thread; absent < shape.Count; absent += threads)
        {
            values[output + absent] = -1f;
            indices[output + absent] = -1;
        }
    }

    /// <summary>
    /// The entry's place in the order of all. Clearing the sign makes −0 equal to 0, as a comparison has it.
    /// </summary>
    private static ulong Entry(float value, int column) =>
        ((ulong)(Interop.FloatAsInt(value) & 0x7FFFFFFF) << 32) | ~(uint)column;

    /// <summary>
    /// Finds the digit at which, counting from the top, <paramref name="wanted"/> entries are reached. Where there are
    /// fewer in all, digit 0 takes them all.
    /// </summary>
    private static void ChooseDigit(ArrayView<int> histogram, ArrayView<int> coarse, ArrayView<int> state, int wanted)
    {
        int part = CoarseDigits - 1;
        while (part > 0 && coarse[part] < wanted)
        {
            wanted -= coarse[part];
            part--;
        }

        int digit = ((part + 1) * (Digits / CoarseDigits)) - 1;
        while (digit > part * (Digits / CoarseDigits) && histogram[digit] < wanted)
        {
            wanted -= histogram[digit];
            digit--;
        }

        state[Chosen] = digit;
        state[Wanted] = wanted;
        state[IsDone] = histogram[digit] <= wanted ? 1 : 0;
        state[Gathered] = 0;
    }
}
