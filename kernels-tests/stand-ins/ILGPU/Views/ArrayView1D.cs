using System.Runtime.CompilerServices;
using ILGPU.Execution;

namespace ILGPU.Runtime;

public readonly struct ArrayView1D<T, TStride> : IArrayView<T>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    public static readonly ArrayView1D<T, TStride> Empty;

    public static readonly int ElementSize = ArrayView<T>.ElementSize;

    public ArrayView1D(ArrayView<T> baseView, LongIndex1D extent, TStride stride)
    {
        BaseView = baseView;
        Extent = extent;
        Stride = stride;
    }

    public ArrayView<T> BaseView { get; }

    public LongIndex1D Extent { get; }

    public TStride Stride { get; }

    public bool IsValid => BaseView.IsValid;

    public long Length => Extent.X;

    public int IntLength => checked((int)Length);

    public Index1D IntExtent => new(IntLength);

    public long LengthInBytes => Length * ElementSize;

    int IArrayView.ElementSize => ElementSize;

    public ref T this[Index1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[BaseView.Guard is null
            ? Stride.ComputeElementIndex(index)
            : Stride.ComputeElementIndexChecked(index, IntExtent)];
    }

    public ref T this[LongIndex1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref BaseView[BaseView.Guard is null
            ? Stride.ComputeElementIndex(index)
            : Stride.ComputeElementIndexChecked(index, Extent)];
    }

    public ArrayView1D<T, TStride> SubView(Index1D index, Index1D extent) =>
        SubView(index.ToLongIndex(), extent.ToLongIndex());

    public ArrayView1D<T, TStride> SubView(LongIndex1D index, LongIndex1D extent)
    {
        Part.Check(index.X, extent.X, Length, "view");
        long offset = Stride.ComputeElementIndex(index);
        return new(BaseView.SubView(offset, Stride.ComputeBufferLength(extent)), extent, Stride);
    }

    public ArrayView<T> AsContiguous() => BaseView;

    public ArrayView1D<T, Stride1D.Dense> AsDense() =>
        Stride.XStride == 1
            ? new(BaseView, Extent, default)
            : throw new InvalidOperationException($"A view of stride {Stride.XStride} is not dense.");

    public ArrayView1D<T, Stride1D.General> AsGeneral() => AsGeneral(Stride.AsGeneral());

    public ArrayView1D<T, Stride1D.General> AsGeneral(Stride1D.General stride) => new(BaseView, Extent, stride);

    public ArrayView2D<T, TOther> As2DView<TOther>(LongIndex2D extent, TOther stride)
        where TOther : struct, IStride2D => new(BaseView, extent, stride);

    public ArrayView2D<T, Stride2D.DenseX> As2DDenseXView(LongIndex2D extent) =>
        As2DView(extent, Stride2D.DenseX.FromExtent(extent));

    public ArrayView2D<T, Stride2D.DenseY> As2DDenseYView(LongIndex2D extent) =>
        As2DView(extent, Stride2D.DenseY.FromExtent(extent));

    public ArrayView3D<T, TOther> As3DView<TOther>(LongIndex3D extent, TOther stride)
        where TOther : struct, IStride3D => new(BaseView, extent, stride);

    public ArrayView3D<T, Stride3D.DenseXY> As3DDenseXYView(LongIndex3D extent) =>
        As3DView(extent, Stride3D.DenseXY.FromExtent(extent));

    public ArrayView3D<T, Stride3D.DenseZY> As3DDenseZYView(LongIndex3D extent) =>
        As3DView(extent, Stride3D.DenseZY.FromExtent(extent));

    public override string ToString() => BaseView.ToString();
}
