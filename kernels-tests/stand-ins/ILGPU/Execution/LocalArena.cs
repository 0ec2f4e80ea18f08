using System.Runtime.CompilerServices;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>A lane's local memory: handed out in order, taken back at once when the lane starts anew.</summary>
internal sealed unsafe class LocalArena(CPUAccelerator accelerator, bool isStrict) : IDisposable
{
    private const int BlockLength = 64 * 1024;
    private const long Limit = 64 * 1024 * 1024;

    private readonly List<DeviceMemory> blocks = [];
    private readonly Guard? guard = isStrict ? new Guard("local memory", accelerator) : null;
    private int block;
    private long used;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset()
    {
        block = 0;
        used = 0;
    }

    public ArrayView<T> Allocate<T>(long extent)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extent);
        long length = checked(extent * sizeof(T));
        byte* start = Take(length);
        if (guard is not null)
        {
            DeviceMemory.PoisonBytes(start, length);
        }

        return new ArrayView<T>(guard, start, extent);
    }

    public void Dispose() => blocks.ForEach(memory => memory.Dispose());

    private byte* Take(long length)
    {
        long rounded = (length + 15) & ~15L;
        while (block < blocks.Count)
        {
            if (used + rounded <= blocks[block].Length)
            {
                byte* start = blocks[block].Start + used;
                used += rounded;
                return start;
            }

            block++;
            used = 0;
        }

        if (blocks.Sum(memory => memory.Length) + rounded > Limit)
        {
            throw new InvalidOperationException(
                $"One thread of a kernel holds over {Limit} bytes of local memory; is it allocated in a loop?");
        }

        blocks.Add(new DeviceMemory(Math.Max(BlockLength, rounded), null));
        used = rounded;
        return blocks[block].Start;
    }
}
