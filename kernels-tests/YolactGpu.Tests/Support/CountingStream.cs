using ILGPU.Runtime;

namespace YolactGpu.Tests.Support;

/// <summary>A stream of the CPU device that counts how often the host waits for it.</summary>
internal sealed class CountingStream(Accelerator accelerator) : AcceleratorStream(accelerator)
{
    internal int Waits { get; private set; }

    public override void Synchronize() => Waits++;

    protected override ProfilingMarker AddProfilingMarkerInternal() => throw new NotSupportedException("Nobody asks for markers.");

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }
}
