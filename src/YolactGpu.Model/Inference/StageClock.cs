using System.Diagnostics;
using ILGPU.Runtime;

namespace YolactGpu.Model.Inference;

/// <summary>Tells when the stages of a run ended on the device. One run at a time.</summary>
internal abstract class StageClock : IDisposable
{
    /// <summary>Stages that are marked: preprocess, network, detect.</summary>
    public const int Stages = 3;

    /// <summary>Begins a run, on a stream where nothing is queued.</summary>
    public abstract void Start();

    /// <summary>Ends a stage: what is queued by now belongs to it or to those before.</summary>
    /// <param name="stage">0 to <see cref="Stages"/> − 1.</param>
    public abstract void Mark(int stage);

    /// <summary>Gives the time from the start to the end of a stage, once the stream was waited for.</summary>
    public abstract TimeSpan EndOf(int stage);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what it holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>
/// The host's clock. On the CPU device work is done once it is queued; elsewhere a stage has to be waited for.
/// </summary>
/// <param name="stream">The stream of the run.</param>
/// <param name="waits">Whether the end of a stage is waited for.</param>
internal sealed class HostClock(AcceleratorStream stream, bool waits) : StageClock
{
    private readonly TimeSpan[] ends = new TimeSpan[Stages];
    private long start;

    /// <inheritdoc/>
    public override void Start() => start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override void Mark(int stage)
    {
        if (waits)
        {
            stream.Synchronize();
        }

        ends[stage] = Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc/>
    public override TimeSpan EndOf(int stage) => ends[stage];
}
