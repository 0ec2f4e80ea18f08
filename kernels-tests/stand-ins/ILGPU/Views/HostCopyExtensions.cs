using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU.Execution;
using Dense = ILGPU.Stride1D.Dense;

namespace ILGPU.Runtime;

/// <summary>Copies between views and the host's arrays and spans.</summary>
public static partial class ArrayViewExtensions
{
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Dense>> buffer, T[] data)
        where T : unmanaged => buffer.View.CopyFromCPU(data);

    public static void CopyFromCPU<T>(
        this MemoryBuffer<ArrayView1D<T, Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => buffer.View.CopyFromCPU(stream, data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Dense> view, T[] data)
        where T : unmanaged => view.BaseView.CopyFromCPU(data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.BaseView.CopyFromCPU(stream, data);

    public static void CopyFromCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged
    {
        Transfer.RequireSameLength(data, view.Length);
        Transfer.FromHost(view, null, data);
    }

    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        Transfer.RequireSameLength(data, view.Length);
        Transfer.FromHost(view, stream, data);
    }

    public static void CopyFromCPU<T>(
        this ArrayView1D<T, Dense> target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged => Transfer.FromHost(target.BaseView, stream, span);

    public static void CopyFromCPU<T, TView>(this TView target, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => Transfer.FromHost(target.AsRawArrayView().Cast<T>(), null, span);

    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => Transfer.FromHost(target.AsRawArrayView().Cast<T>(), stream, span);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Dense> target, ref T cpuData, long length)
        where T : unmanaged =>
        Transfer.FromHost(target.BaseView, null, MemoryMarshal.CreateReadOnlySpan(ref cpuData, checked((int)length)));

    public static void CopyFromCPU<T>(
        this ArrayView1D<T, Dense> target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged =>
        Transfer.FromHost(target.BaseView, stream, MemoryMarshal.CreateReadOnlySpan(ref cpuData, checked((int)length)));

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Dense>> buffer, T[] data)
        where T : unmanaged => buffer.View.CopyToCPU(data);

    public static void CopyToCPU<T>(
        this MemoryBuffer<ArrayView1D<T, Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => buffer.View.CopyToCPU(stream, data);

    public static void CopyToCPU<T>(this ArrayView1D<T, Dense> view, T[] data)
        where T : unmanaged => view.BaseView.CopyToCPU(data);

    public static void CopyToCPU<T>(this ArrayView1D<T, Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => view.BaseView.CopyToCPU(stream, data);

    public static void CopyToCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged
    {
        Transfer.RequireSameLength(data, view.Length);
        Transfer.ToHost(view, null, data);
    }

    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        Transfer.RequireSameLength(data, view.Length);
        Transfer.ToHost(view, stream, data);
    }

    public static void CopyToCPU<T>(this ArrayView1D<T, Dense> source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged => Transfer.ToHost(source.BaseView, stream, span);

    public static void CopyToCPU<T, TView>(this TView source, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => Transfer.ToHost(source.AsRawArrayView().Cast<T>(), null, span);

    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => Transfer.ToHost(source.AsRawArrayView().Cast<T>(), stream, span);

    public static void CopyToCPU<T>(this ArrayView1D<T, Dense> source, ref T cpuData, long length)
        where T : unmanaged =>
        Transfer.ToHost(source.BaseView, null, MemoryMarshal.CreateSpan(ref cpuData, checked((int)length)));

    public static void CopyToCPU<T>(
        this ArrayView1D<T, Dense> source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged =>
        Transfer.ToHost(source.BaseView, stream, MemoryMarshal.CreateSpan(ref cpuData, checked((int)length)));

    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Dense>> buffer)
        where T : unmanaged => buffer.View.GetAsArray1D();

    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Dense>> buffer, AcceleratorStream stream)
        where T : unmanaged => buffer.View.GetAsArray1D(stream);

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Dense> view)
        where T : unmanaged => view.BaseView.GetAsArray();

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Dense> view, AcceleratorStream stream)
        where T : unmanaged => view.BaseView.GetAsArray(stream);

    public static T[] GetAsArray<T>(this ArrayView<T> view)
        where T : unmanaged => Transfer.ToArray(view, null);

    public static T[] GetAsArray<T>(this ArrayView<T> view, AcceleratorStream stream)
        where T : unmanaged => Transfer.ToArray(view, stream);

    /// <summary>The memory must be pinned: the copy may come later.</summary>
    public static void CopyFromCPUUnsafeAsync<T, TView>(
        this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => Transfer.Between(Pinned(ref cpuData, length), target.AsRawArrayView(), stream, Bytes<T>(length));

    /// <summary>The memory must be pinned: the copy may come later.</summary>
    public static void CopyToCPUUnsafeAsync<T, TView>(
        this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => Transfer.Between(source.AsRawArrayView(), Pinned(ref cpuData, length), stream, Bytes<T>(length));

    private static unsafe ArrayView<byte> Pinned<T>(ref T cpuData, long length)
        where T : unmanaged => new(null, (byte*)Unsafe.AsPointer(ref cpuData), Bytes<T>(length));

    private static long Bytes<T>(long length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length * Unsafe.SizeOf<T>();
    }
}
