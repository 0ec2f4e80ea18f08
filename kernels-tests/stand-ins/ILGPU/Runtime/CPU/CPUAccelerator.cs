using ILGPU.Execution;

namespace ILGPU.Runtime.CPU;

/// <summary>
/// Runs kernels on the machine's own threads. Strict contexts get launches that wait in their stream for a
/// synchronisation; all others run a launch at once, one launch at a time, on <see cref="CPUDevice.Workers"/> threads.
/// </summary>
public sealed class CPUAccelerator : Accelerator
{
    private int buffers;

    internal CPUAccelerator(Context context, CPUDevice device, CPUAcceleratorMode mode)
        : base(context, device)
    {
        Mode = mode;
        IsStrict = context.Properties.EnableAssertions;
        int workers = mode == CPUAcceleratorMode.Sequential || IsStrict ? 1 : device.Workers;
        Pool = new WorkerPool(this, workers);
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

    /// <summary>Refuses to go on after a kernel wrote past the end of a buffer, which it can do by reference only.</summary>
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

    private protected override void DisposeAccelerator() => Pool.Dispose();
}
