using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Devices;

/// <summary>
/// Device memory that begins at a cache line on the processor too, where ILGPU's own begins 16 bytes behind one: there each vector of 64
/// bytes lies on two lines, of which all kernels that stream were slower by a tenth to a quarter (measured). See
/// <see cref="DeviceAllocation.Allocate"/>.
/// </summary>
/// <typeparam name="T">Elements; those of more than 16 bytes, or of sizes that no line is a multiple of, begin where ILGPU's memory does.</typeparam>
public sealed class DeviceBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Line = 64;

    // ILGPU's memory begins at multiples of this.
    private const int Behind = 16;

    private readonly MemoryBuffer1D<T, Stride1D.Dense> memory;

    private DeviceBuffer(MemoryBuffer1D<T, Stride1D.Dense> memory, long offset, long length)
    {
        this.memory = memory;
        ArrayView<T> whole = memory.View;
        View = whole.SubView(offset, length);
    }

    /// <summary>Gets the memory.</summary>
    public ArrayView<T> View { get; }

    /// <summary>Gets the number of elements.</summary>
    public long Length => View.Length;

    /// <summary>Gets the bytes of the elements.</summary>
    public long LengthInBytes => Length * Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    internal static DeviceBuffer<T> Allocate(Accelerator accelerator, long length)
    {
        int size = Unsafe.SizeOf<T>();
        if (accelerator.AcceleratorType != AcceleratorType.CPU || size > Behind || Line % size != 0)
        {
            return new DeviceBuffer<T>(accelerator.Allocate1D<T>(length), 0, length);
        }

        MemoryBuffer1D<T, Stride1D.Dense> memory = accelerator.Allocate1D<T>(length + (Line / size));
        long behind = memory.NativePtr.ToInt64() % Line;
        return new DeviceBuffer<T>(memory, behind == 0 ? 0 : (Line - behind) / size, length);
    }
}
