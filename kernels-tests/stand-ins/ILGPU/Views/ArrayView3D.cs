using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

public readonly struct ArrayView3D<T, TStride> : IArrayView<T>
    where T : unmanaged
    where TStride : struct, IStride3D
{
    public static readonly ArrayView3D<T, TStride> Empty;

    public static readonly int ElementSize = ArrayView<T>.ElementSize;

    public ArrayView3D(ArrayView<T> baseView, LongIndex3D extent, TStride stride)
    {
        long needed = stride.ComputeBufferLength(extent);
        if (needed > baseView.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(extent), $"Extent {extent} of stride {stride} needs {needed} elements, not {baseView.Length}.");
        }

        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    public ArrayView<T> BaseView { get; }

    public LongIndex3D Extent { get; }

    public TStride Stride { get; }

    public bool IsValid => BaseView.IsValid;

    public long Length => Extent.Size;

    public int IntLength => checked((int)Length);

    public Index3D IntExtent => Extent.ToIntIndex();

    public long LengthInBytes => Length * ElementSize;

    int IArrayView.ElementSize => ElementSize;

    public ref T this[int x, int y, int z]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[new Index3D(x, y, z)];
    }

    public ref T this[long x, long y, long z]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[new LongIndex3D(x, y, z)];
    }

    public ref T this[Index3D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[BaseView.Guard is null
            ? Stride.ComputeElementIndex(index)
            : Stride.ComputeElementIndexChecked(index, IntExtent)];
    }

    public ref T this[LongIndex3D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[BaseView.Guard is null
            ? Stride.ComputeElementIndex(index)
            : Stride.ComputeElementIndexChecked(index, Extent)];
    }

    public ArrayView3D<T, TStride> SubView(Index3D index, Index3D extent) =>
        SubView(index.ToLongIndex(), extent.ToLongIndex());

    public ArrayView3D<T, TStride> SubView(LongIndex3D index, LongIndex3D extent)
    {
        if (!index.InBoundsInclusive(Extent) || !(index + extent).InBoundsInclusive(Extent))
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), $"Elements {index} to {index + extent} do not lie within a view of extent {Extent}.");
        }

        long offset = Stride.ComputeElementIndex(index);
        return new(BaseView.SubView(offset, Stride.ComputeBufferLength(extent)), extent, Stride);
    }

    public ArrayView<T> AsContiguous() => BaseView;

    public ArrayView1D<T, TOther> As1DView<TOther>(TOther stride)
        where TOther : struct, IStride1D => new(BaseView, Length, stride);

    public ArrayView3D<T, Stride3D.General> AsGeneral() => AsGeneral(Stride.AsGeneral());

    public ArrayView3D<T, Stride3D.General> AsGeneral(Stride3D.General stride) => new(BaseView, Extent, stride);

    public override string ToString() => BaseView.ToString();
}
