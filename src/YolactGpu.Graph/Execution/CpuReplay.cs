using ILGPU.Runtime;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices.Cpu;

namespace YolactGpu.Graph.Execution;

/// <summary>
/// Launches on ILGPU's CPU accelerator, written down in the first run and from then on run as one launch, whose workers go from kernel to
/// kernel by themselves.
/// </summary>
/// <param name="kernels">The device and its kernels.</param>
/// <param name="stream">Where the launches run.</param>
/// <param name="launch">Launches on a stream, the same kernels each time, and nothing but kernels.</param>
internal sealed class CpuReplay(KernelCache kernels, AcceleratorStream stream, Action<AcceleratorStream> launch) : IReplay
{
    private LaunchSequence? sequence;
    private bool isDisposed;

    /// <inheritdoc/>
    public bool IsCaptured => sequence is not null;

    /// <inheritdoc/>
    public string? Refusal => null;

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        cancellation.ThrowIfCancellationRequested();
        if (sequence is { IsBroken: true })
        {
            sequence.Dispose();
            sequence = null;
        }

        SequenceKernel kernel = kernels.Get<SequenceKernel>();
        sequence ??= new LaunchSequence(Record(), kernel.Workers);
        sequence.CancelBy(cancellation);
        kernel.Launch(stream, sequence);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public string Describe(int steps, int replays) => $"{steps} steps in {replays} {(replays == 1 ? "launch" : "launches")}";

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        sequence?.Dispose();
        sequence = null;
    }

    private IReadOnlyList<RecordedLaunch> Record()
    {
        using RecordingStream recording = new(kernels.Accelerator);
        launch(recording);
        return recording.Launches;
    }
}
