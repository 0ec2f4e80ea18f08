using ILGPU.Execution;

namespace ILGPU.Runtime.CPU;

/// <summary>
/// Runs kernels on the machine's own threads. Strict contexts get launches that wait in their stream for a
/// synchronisation; all others run a launch at once, one launch at a time, on <see cref="CPUDevice.Workers"/> threads.
/// </summary>
public sealed class CPUAccelerator : Accelerator
{
    private readonly List<DeviceMemory> graveyard = [];
    private int buffers;
    private int pending;
    private long queued;
    private long running = long.MaxValue;

    internal CPUAccelerator(Context context, CPUDevice device, CPUAcceleratorMode mode)
        : base(context, device)
    {
        Mode = mode;
        IsStrict = context.Properties.EnableAssertions;
        int workers = mode == CPUAcceleratorMode.Sequential || IsStrict ? 1 : device.Workers;
        Pool = new WorkerPool(this, workers);
        DefaultStream = new CPUStream(this);
        Bind();
    }

    public CPUAcceleratorMode Mode { get; }

    public bool UsesSequentialExecution => Mode == CPUAcceleratorMode.Sequential;

    public int NumThreads => MaxNumThreads;

    internal bool IsStrict { get; }

    internal WorkerPool Pool { get; }

    /// <summary>Held by whoever launches, or in the strict manner queues or runs queued work.</summary>
    internal object Gate { get; } = new();

    internal static CPUAccelerator From(Accelerator accelerator) =>
        accelerator as CPUAccelerator
        ?? throw new NotSupportedException($"The stand-in cannot load kernels for {accelerator}.");

    /// <summary>How many pieces of work have been queued so far (strict).</summary>
    internal long Queued => Volatile.Read(ref queued);

    /// <summary>The number of the piece of queued work that runs; more than any where none does (strict).</summary>
    internal long Running => Volatile.Read(ref running);

    /// <summary>Numbers a piece of work that is being queued. The caller holds the gate.</summary>
    internal long Number()
    {
        pending++;
        return ++queued;
    }

    /// <summary>Runs a piece of queued work. The caller holds the gate.</summary>
    internal void RunQueued(long number, Action work)
    {
        Volatile.Write(ref running, number);
        try
        {
            work();
        }
        finally
        {
            Volatile.Write(ref running, long.MaxValue);
            Forget(1);
        }
    }

    /// <summary>Takes back queued work that will never run, or has.</summary>
    internal void Forget(int count)
    {
        lock (Gate)
        {
            pending -= count;
            if (pending == 0)
            {
                graveyard.ForEach(memory => memory.Free());
                graveyard.Clear();
            }
        }
    }

    /// <summary>Frees memory as soon as nothing queued can use it.</summary>
    internal void Bury(DeviceMemory memory)
    {
        lock (Gate)
        {
            graveyard.Add(memory);
            Forget(0);
        }
    }

    /// <summary>Refuses to go on after a kernel wrote past the end of a buffer (by reference).</summary>
    internal void VerifyFences()
    {
        foreach (MemoryBuffer buffer in ChildrenOf<MemoryBuffer>())
        {
            buffer.Memory.VerifyFences();
        }
    }

    private protected override AcceleratorStream CreateStreamInternal() => new CPUStream(this);

    private protected override void SynchronizeInternal()
    {
        // Newest first: nothing may lean on the order of streams.
        CPUStream[] streams = ChildrenOf<CPUStream>();
        Array.Sort(streams, (first, second) => second.Number.CompareTo(first.Number));
        foreach (CPUStream stream in streams)
        {
            stream.Synchronize();
        }
    }

    private protected override DeviceMemory Allocate(long length, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        int number = Interlocked.Increment(ref buffers);
        string what = IsStrict ? $"buffer {number} ({length} x {elementSize} bytes)" : string.Empty;
        return new DeviceMemory(checked(length * elementSize), IsStrict ? new Guard(what, this) : null);
    }

    private protected override void DisposeAccelerator()
    {
        lock (Gate)
        {
            Pool.Dispose();
        }
    }
}
