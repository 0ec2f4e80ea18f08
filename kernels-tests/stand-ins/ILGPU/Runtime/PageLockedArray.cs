using ILGPU.Execution;
using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>Host memory that copies may use asynchronously.</summary>
public abstract class PageLockedArray<T> : DisposeBase
    where T : unmanaged
{
    private protected PageLockedArray(Accelerator accelerator, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Accelerator = accelerator;
        Memory = new DeviceMemory(checked(length * ArrayView<T>.ElementSize), null);
        Length = length;
    }

    public long Length { get; }

    public abstract Span<T> Span { get; }

    internal Accelerator Accelerator { get; }

    internal DeviceMemory Memory { get; }

    internal unsafe ArrayView<byte> Raw
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return new ArrayView<byte>(null, Memory.Start, Memory.Length);
        }
    }

    public Span<T>.Enumerator GetEnumerator() => Span.GetEnumerator();

    protected override void Dispose(bool disposing) => Memory.Dispose();
}

public sealed class PageLockedArray1D<T> : PageLockedArray<T>
    where T : unmanaged
{
    internal PageLockedArray1D(Accelerator accelerator, LongIndex1D extent)
        : base(accelerator, extent.X)
    {
    }

    public LongIndex1D Extent => Length;

    public override unsafe Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return new Span<T>(Memory.Start, checked((int)Length));
        }
    }

    public ref T this[int index] => ref Span[index];

    public ref T this[long index] => ref Span[checked((int)index)];

    public T[] GetArray() => Span.ToArray();
}
