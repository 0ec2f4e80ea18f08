namespace ILGPU.Runtime.CPU;

/// <summary>In the strict manner a queue: nothing has run for certain before it is synchronised.</summary>
internal sealed class CPUStream : AcceleratorStream
{
    private static long created;

    private readonly CPUAccelerator accelerator;
    private readonly Queue<Action> queue = new();

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
            while (queue.TryDequeue(out Action? work))
            {
                try
                {
                    work();
                }
                catch
                {
                    queue.Clear();
                    throw;
                }
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
            queue.Enqueue(work);
        }
    }

    private protected override ProfilingMarker AddProfilingMarkerInternal()
    {
        CPUProfilingMarker marker = new(this);
        Do(marker.Record);
        return marker;
    }

    protected override void DisposeAcceleratorObject(bool disposing) => queue.Clear();
}
