using System.Runtime.InteropServices;

namespace ILGPU.Execution;

/// <summary>The lanes that meet at a barrier: a group, or a warp of it. Touched only by who holds the baton.</summary>
internal sealed unsafe class BarrierScope : IDisposable
{
    public const int SlotLength = 128;

    private byte* slots;
    private int capacity;

    public int Size { get; private set; }

    public int Arrived { get; set; }

    public int Votes { get; set; }

    /// <summary>The votes of the barrier that completed last.</summary>
    public int LastVotes { get; private set; }

    /// <summary>How many barriers have completed.</summary>
    public long Completed { get; private set; }

    public List<TeamLane> Waiting { get; } = [];

    public void Begin(int size)
    {
        Size = size;
        Arrived = 0;
        Votes = 0;
        Waiting.Clear();
        if (size > capacity)
        {
            NativeMemory.Free(slots);
            slots = (byte*)NativeMemory.AllocZeroed((nuint)(2 * size * SlotLength));
            capacity = size;
        }
    }

    public void Complete()
    {
        LastVotes = Votes;
        Votes = 0;
        Arrived = 0;
        Completed++;
    }

    /// <summary>
    /// Where a lane puts its value for the others during an exchange. Two rows by turns: whoever writes a row again has
    /// met everybody, who have read it, at the barrier between.
    /// </summary>
    public byte* Slot(long exchange, int lane) => slots + ((((exchange & 1) * capacity) + lane) * SlotLength);

    public void Dispose()
    {
        NativeMemory.Free(slots);
        slots = null;
    }
}
