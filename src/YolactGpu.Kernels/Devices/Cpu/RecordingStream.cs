using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Devices.Cpu;

/// <summary>
/// A stream of ILGPU's CPU accelerator that runs nothing: kernels that <see cref="CpuKernelLoading"/> loaded are written down when they are
/// launched on it. For one thread.
/// </summary>
internal sealed class RecordingStream(Accelerator accelerator) : AcceleratorStream(accelerator)
{
    private readonly List<RecordedLaunch> launches = [];

    /// <summary>Gets the launches so far, in their order.</summary>
    public IReadOnlyList<RecordedLaunch> Launches => launches;

    /// <summary>Writes a launch down.</summary>
    /// <param name="count">Its indices.</param>
    /// <param name="kernel">The kernel with its arguments.</param>
    public void Add(Index1D count, Action<Index1D> kernel) => launches.Add(new RecordedLaunch(count.X, kernel));

    /// <inheritdoc/>
    public override void Synchronize()
    {
        // There is nothing to wait for.
    }

    /// <inheritdoc/>
    protected override ProfilingMarker AddProfilingMarkerInternal() =>
        throw new NotSupportedException("What is only written down takes no time.");

    /// <inheritdoc/>
    protected override void DisposeAcceleratorObject(bool disposing)
    {
        // There is nothing to free.
    }
}

/// <summary>One launch: its indices and the kernel with its arguments.</summary>
internal sealed record RecordedLaunch(int Count, Action<Index1D> Kernel);
