// Written by generate_strides.py.
namespace ILGPU;

public interface IStride1D : IStride<Index1D, LongIndex1D>
{
    int XStride { get; }

    Stride1D.General AsGeneral();
}

public static class Stride1D
{
    public readonly struct Dense : IStride1D
    {
        public int XStride => 1;

        public Index1D StrideExtent => new(XStride);

        public int ComputeElementIndex(Index1D index) =>
            index.X * XStride;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index1D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + 1;

        public long ComputeElementIndex(LongIndex1D index) =>
            index.X * XStride;

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex1D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + 1;

        public Stride1D.General To1DStride() => AsGeneral();

        public General AsGeneral() => new(StrideExtent);

        public override string ToString() => "<dense>";
    }

    public readonly struct General : IStride1D
    {
        public General(Index1D stride)
        {
            StrideExtent = stride;
        }

        public int XStride => StrideExtent.X;

        public Index1D StrideExtent { get; }

        public int ComputeElementIndex(Index1D index) =>
            index.X * XStride;

        public int ComputeElementIndexChecked(Index1D index, Index1D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index1D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + 1;

        public long ComputeElementIndex(LongIndex1D index) =>
            index.X * XStride;

        public long ComputeElementIndexChecked(LongIndex1D index, LongIndex1D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex1D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + 1;

        public Stride1D.General To1DStride() => AsGeneral();

        public General AsGeneral() => this;

        public override string ToString() => StrideExtent.ToString();
    }
}
