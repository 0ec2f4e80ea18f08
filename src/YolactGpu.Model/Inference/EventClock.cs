using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using YolactGpu.Kernels.Devices.Cuda;

namespace YolactGpu.Model.Inference;

/// <summary>The clock of a CUDA device: an event in the stream ends each stage, and nobody waits for it.</summary>
internal sealed class EventClock : StageClock
{
    private readonly ICudaEvents driver;
    private readonly nint stream;
    private readonly nint[] events;

    private EventClock(ICudaEvents driver, nint stream, nint[] events)
    {
        this.driver = driver;
        this.stream = stream;
        this.events = events;
    }

    /// <summary>Gives the clock for a stream: events on CUDA; elsewhere, or where the driver has none, the host's.</summary>
    public static StageClock For(AcceleratorStream stream)
    {
        if (stream is CudaStream cuda && CudaDriver.Open() is { EventRefusal: null } driver && Create(driver, cuda.StreamPtr) is { } clock)
        {
            return clock;
        }

        return new HostClock(stream, waits: stream.Accelerator.AcceleratorType != AcceleratorType.CPU);
    }

    /// <inheritdoc/>
    public override void Start() => Record(0);

    /// <inheritdoc/>
    public override void Mark(int stage) => Record(stage + 1);

    /// <inheritdoc/>
    public override TimeSpan EndOf(int stage)
    {
        Check(driver.Elapsed(events[0], events[stage + 1], out TimeSpan elapsed));
        return elapsed;
    }

    /// <summary>Makes the events; null where the driver refuses one.</summary>
    internal static EventClock? Create(ICudaEvents driver, nint stream)
    {
        nint[] events = new nint[Stages + 1];
        for (int i = 0; i < events.Length; i++)
        {
            if (driver.Create(out events[i]) is not null)
            {
                Destroy(driver, events.AsSpan(0, i));
                return null;
            }
        }

        return new EventClock(driver, stream, events);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Destroy(driver, events);
        base.Dispose(disposing);
    }

    private static void Destroy(ICudaEvents driver, Span<nint> events)
    {
        foreach (ref nint made in events)
        {
            if (made != 0)
            {
                driver.Destroy(made);
                made = 0;
            }
        }
    }

    private static void Check(string? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"The stages of a run cannot be timed: {refusal}.");
        }
    }

    private void Record(int which) => Check(driver.Record(events[which], stream));
}
