// Written by generate_strides.py.
namespace ILGPU;

public interface IStride2D : IStride<Index2D, LongIndex2D>
{
    int XStride { get; }

    int YStride { get; }

    Stride2D.General AsGeneral();
}

public static class Stride2D
{
    public readonly struct DenseX : IStride2D
    {
        public DenseX(int yStride)
        {
            YStride = yStride;
        }

        public int XStride => 1;

        public int YStride { get; }

        public Index2D StrideExtent => new(XStride, YStride);

        public static DenseX FromExtent(Index2D extent) => new(extent.X);

        public static DenseX FromExtent(LongIndex2D extent) => FromExtent(extent.ToIntIndex());

        public int ComputeElementIndex(Index2D index) =>
            (index.X * XStride) + (index.Y * YStride);

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index2D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + 1;

        public long ComputeElementIndex(LongIndex2D index) =>
            (index.X * XStride) + (index.Y * YStride);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex2D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + 1;

        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));

        public General AsGeneral() => new(StrideExtent);

        public override string ToString() => StrideExtent.ToString();
    }

    public readonly struct DenseY : IStride2D
    {
        public DenseY(int xStride)
        {
            XStride = xStride;
        }

        public int XStride { get; }

        public int YStride => 1;

        public Index2D StrideExtent => new(XStride, YStride);

        public static DenseY FromExtent(Index2D extent) => new(extent.Y);

        public static DenseY FromExtent(LongIndex2D extent) => FromExtent(extent.ToIntIndex());

        public int ComputeElementIndex(Index2D index) =>
            (index.X * XStride) + (index.Y * YStride);

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index2D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + 1;

        public long ComputeElementIndex(LongIndex2D index) =>
            (index.X * XStride) + (index.Y * YStride);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex2D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + 1;

        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));

        public General AsGeneral() => new(StrideExtent);

        public override string ToString() => StrideExtent.ToString();
    }

    public readonly struct General : IStride2D
    {
        public General(Index2D stride)
        {
            StrideExtent = stride;
        }

        public int XStride => StrideExtent.X;

        public int YStride => StrideExtent.Y;

        public Index2D StrideExtent { get; }

        public int ComputeElementIndex(Index2D index) =>
            (index.X * XStride) + (index.Y * YStride);

        public int ComputeElementIndexChecked(Index2D index, Index2D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index2D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + 1;

        public long ComputeElementIndex(LongIndex2D index) =>
            (index.X * XStride) + (index.Y * YStride);

        public long ComputeElementIndexChecked(LongIndex2D index, LongIndex2D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex2D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + 1;

        public Stride1D.General To1DStride() => new(Math.Min(XStride, YStride));

        public General AsGeneral() => this;

        public override string ToString() => StrideExtent.ToString();
    }
}
