namespace ILGPU;

public interface IStride<TIndex>
    where TIndex : struct, IIndex
{
    TIndex StrideExtent { get; }

    Stride1D.General To1DStride();
}

public interface IStride<TIndex, TLongIndex> : IStride<TIndex>
    where TIndex : struct, IIntIndex<TIndex, TLongIndex>
    where TLongIndex : struct, ILongIndex<TLongIndex, TIndex>
{
    int ComputeElementIndex(TIndex index);

    long ComputeElementIndex(TLongIndex index);

    int ComputeElementIndexChecked(TIndex index, TIndex extent);

    long ComputeElementIndexChecked(TLongIndex index, TLongIndex extent);

    int ComputeBufferLength(TIndex extent);

    long ComputeBufferLength(TLongIndex extent);
}
