using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Graph.Execution;

/// <summary>
/// The constants of one model on one device: uploaded, or packed for a kernel, when first asked for, and shared by all
/// plans of the model (other batch or image sizes). Not thread-safe: plans are compiled one at a time.
/// </summary>
public sealed class DeviceConstants(Accelerator accelerator) : IDisposable
{
    private readonly Dictionary<(string Name, string Layout), MemoryBuffer1D<float, Stride1D.Dense>> buffers = [];

    /// <summary>Gets the device memory that the constants take, in bytes.</summary>
    public long SizeInBytes => buffers.Values.Sum(buffer => buffer.LengthInBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in buffers.Values)
        {
            buffer.Dispose();
        }

        buffers.Clear();
    }

    internal ArrayView<float> Get(string name, string layout, Func<float[]> make)
    {
        if (!buffers.TryGetValue((name, layout), out MemoryBuffer1D<float, Stride1D.Dense>? buffer))
        {
            buffer = accelerator.Allocate1D(make());
            buffers.Add((name, layout), buffer);
        }

        return buffer.View;
    }
}
