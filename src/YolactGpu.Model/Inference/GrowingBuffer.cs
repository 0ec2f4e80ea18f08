using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Model.Inference;

/// <summary>Device memory that is replaced by larger memory when more is asked for, and kept otherwise.</summary>
/// <param name="accelerator">The device.</param>
/// <param name="what">What the memory is for, as an error says it where there is not enough.</param>
internal sealed class GrowingBuffer<T>(Accelerator accelerator, string what) : IDisposable
    where T : unmanaged
{
    private DeviceBuffer<T>? buffer;

    /// <summary>Gives a view of exactly <paramref name="length"/> elements; earlier contents are lost.</summary>
    public ArrayView<T> Take(long length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffer = null;
            buffer = accelerator.Allocate<T>(length, what);
        }

        return buffer.View.SubView(0, length);
    }

    /// <inheritdoc/>
    public void Dispose() => buffer?.Dispose();
}
