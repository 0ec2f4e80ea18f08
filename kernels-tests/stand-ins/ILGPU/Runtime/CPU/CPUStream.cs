namespace ILGPU.Runtime.CPU;

/// <summary>In the strict manner a queue: nothing has run for certain before it is synchronised.</summary>
internal sealed class CPUStream : AcceleratorStream
{
    private static long created;

    private readonly CPUAccelerator accelerator;
    private readonly Queue<(long Number, Action Work)> queue = new();

    public CPUStream(CPUAccelerator accelerator)
        : base(accelerator) => this.accelerator = accelerator;

    /// <summary>Grows with each stream that is made.</summary>
    public long Number { get; } = Interlocked.Increment(ref created);

    public override void Synchronize()
    {
        if (!accelerator.IsStrict)
        {
            return;
        }

        lock (accelerator.Gate)
        {
            try
            {
                while (queue.TryDequeue(out (long Number, Action Work) next))
                {
                    accelerator.RunQueued(next.Number, next.Work);
                }
            }
            finally
            {
                // After a failure nothing that was queued behind it runs.
                Clear();
            }
        }
    }

    internal override void Do(Action work)
    {
        if (!accelerator.IsStrict)
        {
            work();
            return;
        }

        lock (accelerator.Gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            queue.Enqueue((accelerator.Number(), work));
        }
    }

    protected override ProfilingMarker AddProfilingMarkerInternal()
    {
        CPUProfilingMarker marker = new(this);
        Do(marker.Record);
        return marker;
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        lock (accelerator.Gate)
        {
            Clear();
        }
    }

    private void Clear()
    {
        accelerator.Forget(queue.Count);
        queue.Clear();
    }
}
