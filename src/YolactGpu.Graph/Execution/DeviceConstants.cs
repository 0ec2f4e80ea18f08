using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Graph.Execution;

/// <summary>
/// The constants of one model on one device: uploaded, or packed for a kernel, when first asked for, and shared by all
/// plans of the model (other batch or image sizes). May be asked from several threads at once.
/// </summary>
public sealed class DeviceConstants(Accelerator accelerator) : IDisposable
{
    private readonly ConcurrentDictionary<(string Name, string Layout), Lazy<DeviceBuffer<float>>> buffers = [];

    /// <summary>Gets the device memory that the constants take, in bytes.</summary>
    public long SizeInBytes => buffers.Values.Where(buffer => buffer.IsValueCreated).Sum(buffer => buffer.Value.LengthInBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<DeviceBuffer<float>> buffer in buffers.Values.Where(buffer => buffer.IsValueCreated))
        {
            buffer.Value.Dispose();
        }

        buffers.Clear();
    }

    internal ArrayView<float> Get(string name, string layout, Func<float[]> make)
    {
        Lazy<DeviceBuffer<float>> buffer = buffers.GetOrAdd(
            (name, layout), _ => new Lazy<DeviceBuffer<float>>(() => Upload(name, make())));
        try
        {
            return buffer.Value.View;
        }
        catch
        {
            // A failure must not be remembered: the next plan may find memory, or the file, again.
            buffers.TryRemove(new((name, layout), buffer));
            throw;
        }
    }

    private DeviceBuffer<float> Upload(string name, float[] data)
    {
        DeviceBuffer<float> buffer = accelerator.Allocate<float>(data.Length, name);
        buffer.View.CopyFromCPU(data);
        return buffer;
    }
}
