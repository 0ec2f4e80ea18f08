using System.Diagnostics;

namespace ILGPU.Runtime.CPU;

internal sealed class CPUProfilingMarker(AcceleratorStream stream) : ProfilingMarker(stream.Accelerator)
{
    private long time;

    public void Record() => time = Stopwatch.GetTimestamp();

    public override void Synchronize() => stream.Synchronize();

    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        CPUProfilingMarker earlier = marker as CPUProfilingMarker
            ?? throw new ArgumentException($"A CPU marker cannot be measured from {marker}.", nameof(marker));
        earlier.Synchronize();
        Synchronize();
        return Stopwatch.GetElapsedTime(earlier.time, time);
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}
