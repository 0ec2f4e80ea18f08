namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The tiles of one launch, handed out one at a time to whichever worker is free. ILGPU's CPU accelerator gives every
/// worker a share of the indices beforehand, and all then wait for the one that the system held up; with a launch of one
/// index per worker, none waits longer than a tile. Which worker computes a tile does not show in the result.
/// Public because ILGPU emits code that names it.
/// </summary>
/// <param name="Counters">Address of the launch's two counters: tiles handed out, workers that are done.</param>
/// <param name="Workers">Indices of the launch.</param>
public readonly record struct SharedTiles(long Counters, int Workers)
{
    /// <summary>Takes the next tile.</summary>
    /// <param name="tiles">Tiles in all.</param>
    /// <param name="tile">Its number, where one was left. Otherwise the worker is done, and must not ask again.</param>
    internal unsafe bool TryTake(int tiles, out int tile)
    {
        int* counters = (int*)Counters;
        tile = Interlocked.Increment(ref counters[0]) - 1;
        if (tile < tiles)
        {
            return true;
        }

        // The last one leaves the counters as the next launch needs them.
        if (Interlocked.Increment(ref counters[1]) == Workers)
        {
            counters[0] = 0;
            Volatile.Write(ref counters[1], 0);
        }

        return false;
    }
}

/// <summary>
/// The counters of the launches of one kernel. There are more than can be under way at a time: launches on the CPU
/// accelerator wait for their end, so that each takes a host thread.
/// </summary>
internal sealed class TileCounters(int workers)
{
    private const int Launches = 256;

    // A cache line apart.
    private const int Step = 16;

    private readonly int[] counters = GC.AllocateArray<int>(Launches * Step, pinned: true);
    private uint launch;

    /// <summary>Gives the tiles of a launch.</summary>
    /// <param name="tiles">Its tiles.</param>
    public unsafe SharedTiles Next(int tiles)
    {
        uint place = Interlocked.Increment(ref launch) % Launches;
        fixed (int* first = counters)
        {
            // Pinned for good, so that the address stays right.
            return new SharedTiles((long)(first + (place * Step)), Math.Min(workers, tiles));
        }
    }
}
