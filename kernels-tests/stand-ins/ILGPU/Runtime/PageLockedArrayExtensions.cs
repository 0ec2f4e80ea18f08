using ILGPU.Execution;
using Dense = ILGPU.Stride1D.Dense;

namespace ILGPU.Runtime;

public static class PageLockedArrayExtensions
{
    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(this Accelerator accelerator, LongIndex1D extent)
        where T : unmanaged => new(accelerator, extent);

    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(
        this Accelerator accelerator, LongIndex1D extent, bool uninitialized)
        where T : unmanaged => new(accelerator, extent);
}

/// <summary>Copies between views and page-locked arrays; as in the real package the array says how much.</summary>
public static partial class ArrayViewExtensions
{
    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Dense> target, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged => FromPageLocked(target.BaseView, null, pageLockedArray);

    public static void CopyFromPageLockedAsync<T>(
        this ArrayView1D<T, Dense> target, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged => FromPageLocked(target.BaseView, stream, pageLockedArray);

    public static void CopyFromPageLockedAsync<T, TView>(this TView target, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => FromPageLocked(target, null, pageLockedArray);

    public static void CopyFromPageLockedAsync<T, TView>(
        this TView target, AcceleratorStream stream, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => FromPageLocked(target, stream, pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Dense> source, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged => ToPageLocked(source.BaseView, null, pageLockedArray);

    public static void CopyToPageLockedAsync<T>(
        this ArrayView1D<T, Dense> source, AcceleratorStream stream, PageLockedArray1D<T> pageLockedArray)
        where T : unmanaged => ToPageLocked(source.BaseView, stream, pageLockedArray);

    public static void CopyToPageLockedAsync<T, TView>(this TView source, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => ToPageLocked(source, null, pageLockedArray);

    public static void CopyToPageLockedAsync<T, TView>(
        this TView source, AcceleratorStream stream, PageLockedArray<T> pageLockedArray)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => ToPageLocked(source, stream, pageLockedArray);

    private static void FromPageLocked<T, TView>(TView target, AcceleratorStream? stream, PageLockedArray<T> array)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Transfer.Between(array.Raw, target.AsRawArrayView(), stream, array.Memory.Length);

    private static void ToPageLocked<T, TView>(TView source, AcceleratorStream? stream, PageLockedArray<T> array)
        where T : unmanaged
        where TView : IContiguousArrayView<T> =>
        Transfer.Between(source.AsRawArrayView(), array.Raw, stream, array.Memory.Length);
}
