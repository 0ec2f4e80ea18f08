using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Graph.Execution;

/// <summary>
/// Device memory that the launches of one plan use one after another, for what none leaves to the next: partial sums. Ops say while they
/// are lowered how much they need; it is allocated once, as large as the largest.
/// </summary>
public sealed class ScratchMemory(Accelerator accelerator) : IDisposable
{
    private readonly Lock gate = new();
    private long length;
    private DeviceBuffer<float>? buffer;

    /// <summary>Gets the bytes that the launches share.</summary>
    public long SizeInBytes => length * sizeof(float);

    /// <summary>Asks for room, before <see cref="Allocate"/>; from any thread.</summary>
    public void Reserve(long floats)
    {
        lock (gate)
        {
            length = Math.Max(length, floats);
        }
    }

    /// <summary>Allocates what was asked for.</summary>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public void Allocate()
    {
        if (length > 0)
        {
            buffer = accelerator.Allocate<float>(length, "partial sums of convolutions");
        }
    }

    /// <summary>Gives the first floats; empty where none are wanted.</summary>
    public ArrayView<float> View(long floats) =>
        floats == 0 ? ArrayView<float>.Empty : buffer!.View.SubView(0, floats);

    /// <inheritdoc/>
    public void Dispose() => buffer?.Dispose();
}
