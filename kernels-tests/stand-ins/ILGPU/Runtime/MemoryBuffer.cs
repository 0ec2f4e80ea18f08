using ILGPU.Execution;

namespace ILGPU.Runtime;

public abstract unsafe class MemoryBuffer : AcceleratorObject
{
    private protected MemoryBuffer(Accelerator accelerator, DeviceMemory memory, long length, int elementSize)
        : base(accelerator)
    {
        Memory = memory;
        Length = length;
        ElementSize = elementSize;
    }

    public IntPtr NativePtr => IsDisposed ? IntPtr.Zero : (IntPtr)Memory.Start;

    public long Length { get; }

    public int ElementSize { get; }

    public long LengthInBytes => Length * ElementSize;

    internal DeviceMemory Memory { get; }

    public ArrayView<T> AsArrayView<T>(long offset, long length)
        where T : unmanaged =>
        sizeof(T) == ElementSize
            ? new ArrayView<T>(this, offset, length)
            : throw new NotSupportedException(
                $"A buffer of {ElementSize}-byte elements has no view of {typeof(T).Name}; cast a view of it instead.");

    public ArrayView<byte> AsRawArrayView() => new(this, 0, LengthInBytes);

    public ArrayView<byte> AsRawArrayView(long offsetInBytes) =>
        new(this, offsetInBytes, LengthInBytes - offsetInBytes);

    public ArrayView<byte> AsRawArrayView(long offsetInBytes, long lengthInBytes) =>
        new(this, offsetInBytes, lengthInBytes);

    protected override void DisposeAcceleratorObject(bool disposing) => Memory.Dispose();
}

internal sealed class RawMemoryBuffer(Accelerator accelerator, DeviceMemory memory, long length, int elementSize)
    : MemoryBuffer(accelerator, memory, length, elementSize);

public class MemoryBuffer<TView> : MemoryBuffer, IContiguousArrayView
    where TView : struct, IArrayView
{
    private readonly TView view;

    private protected MemoryBuffer(Accelerator accelerator, DeviceMemory memory, in TView view)
        : base(accelerator, memory, memory.Length / view.ElementSize, view.ElementSize) => this.view = view;

    public TView View =>
        IsDisposed ? throw new ObjectDisposedException(nameof(MemoryBuffer), "The buffer is disposed.") : view;

    public bool IsValid => !IsDisposed && view.IsValid;

    public static implicit operator TView(MemoryBuffer<TView> buffer) => buffer.View;

    public TView ToArrayView() => View;
}
