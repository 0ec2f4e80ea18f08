using System.Runtime.InteropServices;

namespace YolactGpu.Kernels.Devices.Cpu;

/// <summary>
/// Launches that the workers of one launch run one after the other, without going to sleep in between (<see cref="SequenceKernel"/>).
/// A worker takes pieces of a launch until none is left, waits until all pieces are done, and goes on to the next launch: so that
/// the others need not have come for one worker to get to the end, in whatever order and however many at a time the workers run.
/// </summary>
internal sealed class LaunchSequence : IDisposable
{
    // Parts of a launch of many indices, for each worker.
    private const int PiecesPerWorker = 8;

    private readonly Stage[] stages;
    private readonly int workers;
    private GCHandle handle;
    private CancellationToken cancellation;
    private int gone;
    private volatile bool isBroken;

    /// <param name="launches">The launches; what their arguments name must outlive this.</param>
    /// <param name="workers">Workers that will call <see cref="Work"/> in every run.</param>
    public LaunchSequence(IReadOnlyList<RecordedLaunch> launches, int workers)
    {
        this.workers = workers;
        stages = new Stage[launches.Count];
        for (int i = 0; i < stages.Length; i++)
        {
            stages[i] = new Stage(launches[i], Math.Min(launches[i].Count, workers * PiecesPerWorker));
        }

        handle = GCHandle.Alloc(this);
    }

    /// <summary>Gets the workers that a run needs.</summary>
    public int Workers => workers;

    /// <summary>Gets a value indicating whether a kernel threw, and nothing can be run any more.</summary>
    public bool IsBroken => isBroken;

    /// <summary>Gets what a kernel calls this by.</summary>
    public long Handle => GCHandle.ToIntPtr(handle);

    /// <summary>Gives the sequence of a handle.</summary>
    public static LaunchSequence Of(long handle) => (LaunchSequence)GCHandle.FromIntPtr((nint)handle).Target!;

    /// <summary>Names what ends the next run early, between two launches.</summary>
    public void CancelBy(CancellationToken token) => cancellation = token;

    /// <summary>One worker's part of a run. Where a kernel throws, the others stop too.</summary>
    public void Work()
    {
        try
        {
            for (int i = 0; i < stages.Length && !isBroken && !cancellation.IsCancellationRequested; i++)
            {
                stages[i].TakePart();
                Wait(stages[i]);
            }
        }
        catch
        {
            isBroken = true;
            throw;
        }

        // The last one leaves the counters as the next run needs them.
        if (Interlocked.Increment(ref gone) == workers)
        {
            gone = 0;
            foreach (Stage stage in stages)
            {
                stage.Reset();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (handle.IsAllocated)
        {
            handle.Free();
        }
    }

    private void Wait(Stage stage)
    {
        SpinWait spin = default;
        while (!stage.IsDone && !isBroken)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>A launch in pieces of about the same number of indices.</summary>
    private sealed class Stage(RecordedLaunch launch, int pieces)
    {
        private int taken;
        private int done;

        public bool IsDone => Volatile.Read(ref done) == pieces;

        public void TakePart()
        {
            int piece;
            while ((piece = Interlocked.Increment(ref taken) - 1) < pieces)
            {
                int end = (int)((piece + 1L) * launch.Count / pieces);
                for (int index = (int)((long)piece * launch.Count / pieces); index < end; index++)
                {
                    launch.Kernel(index);
                }

                Interlocked.Increment(ref done);
            }
        }

        public void Reset() => taken = done = 0;
    }
}
