using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

public readonly struct ArrayView2D<T, TStride> : IArrayView<T>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    public static readonly ArrayView2D<T, TStride> Empty;

    public static readonly int ElementSize = ArrayView<T>.ElementSize;

    public ArrayView2D(ArrayView<T> baseView, LongIndex2D extent, TStride stride)
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

    public LongIndex2D Extent { get; }

    public TStride Stride { get; }

    public bool IsValid => BaseView.IsValid;

    public long Length => Extent.Size;

    public int IntLength => checked((int)Length);

    public Index2D IntExtent => Extent.ToIntIndex();

    public long LengthInBytes => Length * ElementSize;

    int IArrayView.ElementSize => ElementSize;

    public ref T this[int x, int y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[new Index2D(x, y)];
    }

    public ref T this[long x, long y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[new LongIndex2D(x, y)];
    }

    public ref T this[Index2D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[BaseView.Guard is null
            ? Stride.ComputeElementIndex(index)
            : Stride.ComputeElementIndexChecked(index, IntExtent)];
    }

    public ref T this[LongIndex2D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[BaseView.Guard is null
            ? Stride.ComputeElementIndex(index)
            : Stride.ComputeElementIndexChecked(index, Extent)];
    }

    public ArrayView2D<T, TStride> SubView(Index2D index, Index2D extent) =>
        SubView(index.ToLongIndex(), extent.ToLongIndex());

    public ArrayView2D<T, TStride> SubView(LongIndex2D index, LongIndex2D extent)
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

    public ArrayView2D<T, Stride2D.General> AsGeneral() => AsGeneral(Stride.AsGeneral());

    public ArrayView2D<T, Stride2D.General> AsGeneral(Stride2D.General stride) => new(BaseView, Extent, stride);

    public override string ToString() => BaseView.ToString();
}
