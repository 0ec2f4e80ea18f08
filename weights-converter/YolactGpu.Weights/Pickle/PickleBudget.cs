namespace YolactGpu.Weights.Pickle;

/// <summary>
/// What a pickle may cost: memory in proportion to its own length, up to a fixed ceiling, and a fixed number of
/// steps. A state dict of 50,000 tensors stays under both.
/// </summary>
internal sealed class PickleBudget
{
    internal const int MaxDepth = 100;
    internal const int MaxMarks = 1000;
    internal const int MaxStack = 1_000_000;
    internal const int MaxMemo = 1_000_000;
    internal const int MaxTextLength = 1024 * 1024;
    internal const int MaxIntegerLength = 16;
    private const int MaxSteps = 6_000_000;
    private const long MemoryFloor = 4 * 1024 * 1024;
    private const long MemoryCeiling = 128 * 1024 * 1024;
    private const long MemoryPerByte = 32;

    private readonly PickleReader reader;
    private readonly long memoryLimit;
    private long memory;
    private int steps;

    internal PickleBudget(PickleReader reader)
    {
        this.reader = reader;
        long length = Math.Min(reader.Remaining, MemoryCeiling);
        memoryLimit = Math.Min(MemoryCeiling, MemoryFloor + (length * MemoryPerByte));
    }

    internal void CountStep()
    {
        if (++steps > MaxSteps)
        {
            throw reader.Error($"its pickle has more than {MaxSteps} steps, which is the most that is run");
        }
    }

    /// <summary>Takes memory, in bytes, before it is allocated.</summary>
    internal void Take(long bytes)
    {
        memory += bytes;
        if (memory > memoryLimit)
        {
            throw reader.Error($"its pickle needs more than {memoryLimit} bytes of memory, which is the most it may");
        }
    }
}
