using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Devices;

/// <summary>Allocates device memory; where there is not enough, the error says for what and how much.</summary>
public static class DeviceAllocation
{
    /// <summary>Allocates memory for <paramref name="length"/> elements. More than the device has in all is not even tried.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="length">Elements.</param>
    /// <param name="what">What it is for, as the error says it.</param>
    /// <exception cref="DeviceMemoryException">There is not enough.</exception>
    public static DeviceBuffer<T> Allocate<T>(this Accelerator accelerator, long length, string what)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long size = length * Unsafe.SizeOf<T>();
        long capacity = DeviceDescription.MemorySizeOf(accelerator.Device);
        if (size > capacity)
        {
            throw new DeviceMemoryException(DeviceDescription.Of(accelerator.Device), what, size, capacity);
        }

        try
        {
            return DeviceBuffer<T>.Allocate(accelerator, length);
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
        {
            throw new DeviceMemoryException(DeviceDescription.Of(accelerator.Device), what, size, capacity, e);
        }
    }
}
