using ILGPU.Execution;
using Dense = ILGPU.Stride1D.Dense;

namespace ILGPU.Runtime;

/// <summary>Allocation from arrays, views of views, and copies that stay on the device.</summary>
public static partial class ArrayViewExtensions
{
    public static MemoryBuffer1D<T, Dense> Allocate1D<T>(this Accelerator accelerator, T[] data)
        where T : unmanaged => accelerator.Allocate1D(accelerator.DefaultStream, data);

    public static MemoryBuffer1D<T, Dense> Allocate1D<T>(
        this Accelerator accelerator, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length == 0)
        {
            // The real package fails on this, with a null reference.
            throw new ArgumentException("An array to allocate from must not be empty.", nameof(data));
        }

        MemoryBuffer1D<T, Dense> buffer = accelerator.Allocate1D<T>(data.Length);
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    public static bool HasData<TView>(this TView view)
        where TView : IArrayView => view.Length > 0;

    public static bool HasNoData<TView>(this TView view)
        where TView : IArrayView => !view.HasData();

    public static ArrayView<T> AsAligned<T>(this ArrayView<T> view, int alignmentInBytes)
        where T : unmanaged => view;

    public static ArrayView1D<T, Dense> AsDense<T>(this ArrayView<T> view)
        where T : unmanaged => view;

    public static ArrayView1D<T, Stride1D.General> AsGeneral<T>(this ArrayView<T> view)
        where T : unmanaged => view.AsGeneral(new Stride1D.General(1));

    public static ArrayView1D<T, Stride1D.General> AsGeneral<T>(this ArrayView<T> view, Stride1D.General stride)
        where T : unmanaged => new(view, view.Length, stride);

    public static ArrayView1D<TOther, Dense> Cast<T, TOther>(this ArrayView1D<T, Dense> view)
        where T : unmanaged
        where TOther : unmanaged => view.BaseView.Cast<TOther>();

    public static void MemSet<TView>(this TView view, byte value)
        where TView : IContiguousArrayView => Transfer.Fill(view.AsRawArrayView(), null, value);

    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value)
        where TView : IContiguousArrayView => Transfer.Fill(view.AsRawArrayView(), stream, value);

    public static void MemSet<T>(this ArrayView1D<T, Dense> view, byte value)
        where T : unmanaged => view.BaseView.MemSet(value);

    public static void MemSet<T>(this ArrayView1D<T, Dense> view, AcceleratorStream stream, byte value)
        where T : unmanaged => view.BaseView.MemSet(stream, value);

    public static void MemSetToZero<TView>(this TView view)
        where TView : IContiguousArrayView => view.MemSet(0);

    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView => view.MemSet(stream, 0);

    public static void MemSetToZero<T>(this ArrayView1D<T, Dense> view)
        where T : unmanaged => view.BaseView.MemSet(0);

    public static void MemSetToZero<T>(this ArrayView1D<T, Dense> view, AcceleratorStream stream)
        where T : unmanaged => view.BaseView.MemSet(stream, 0);

    // As in the real package, CopyTo fills its target and CopyFrom empties its source.
    public static void CopyTo<TView>(this TView source, in TView target)
        where TView : IContiguousArrayView => Copy(source, target, null, target.LengthInBytes);

    public static void CopyTo<TView>(this TView source, AcceleratorStream stream, in TView target)
        where TView : IContiguousArrayView => Copy(source, target, stream, target.LengthInBytes);

    public static void CopyTo<T>(this ArrayView1D<T, Dense> source, ArrayView1D<T, Dense> target)
        where T : unmanaged => source.BaseView.CopyTo(target.BaseView);

    public static void CopyTo<T>(
        this ArrayView1D<T, Dense> source, AcceleratorStream stream, in ArrayView1D<T, Dense> target)
        where T : unmanaged => source.BaseView.CopyTo(stream, target.BaseView);

    public static void CopyFrom<TView>(this TView target, in TView source)
        where TView : IContiguousArrayView => Copy(source, target, null, source.LengthInBytes);

    public static void CopyFrom<TView>(this TView target, AcceleratorStream stream, in TView source)
        where TView : IContiguousArrayView => Copy(source, target, stream, source.LengthInBytes);

    public static void CopyFrom<T>(this ArrayView1D<T, Dense> target, in ArrayView1D<T, Dense> source)
        where T : unmanaged => target.BaseView.CopyFrom(source.BaseView);

    public static void CopyFrom<T>(
        this ArrayView1D<T, Dense> target, AcceleratorStream stream, in ArrayView1D<T, Dense> source)
        where T : unmanaged => target.BaseView.CopyFrom(stream, source.BaseView);

    private static void Copy<TView>(TView source, TView target, AcceleratorStream? stream, long lengthInBytes)
        where TView : IContiguousArrayView =>
        Transfer.Between(source.AsRawArrayView(), target.AsRawArrayView(), stream, lengthInBytes);
}
