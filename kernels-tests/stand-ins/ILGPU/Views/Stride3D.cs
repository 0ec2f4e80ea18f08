// Written by generate_strides.py.
namespace ILGPU;

public interface IStride3D : IStride<Index3D, LongIndex3D>
{
    int XStride { get; }

    int YStride { get; }

    int ZStride { get; }

    Stride3D.General AsGeneral();
}

public static class Stride3D
{
    public readonly struct DenseXY : IStride3D
    {
        public DenseXY(int yStride, int zStride)
        {
            YStride = yStride;
            ZStride = zStride;
        }

        public int XStride => 1;

        public int YStride { get; }

        public int ZStride { get; }

        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        public static DenseXY FromExtent(Index3D extent) => new(extent.X, checked(extent.X * extent.Y));

        public static DenseXY FromExtent(LongIndex3D extent) => FromExtent(extent.ToIntIndex());

        public int ComputeElementIndex(Index3D index) =>
            (index.X * XStride) + (index.Y * YStride) + (index.Z * ZStride);

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index3D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + ((extent.Z - 1) * ZStride) + 1;

        public long ComputeElementIndex(LongIndex3D index) =>
            (index.X * XStride) + (index.Y * YStride) + (index.Z * ZStride);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex3D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + ((extent.Z - 1) * ZStride) + 1;

        public Stride1D.General To1DStride() => new(Math.Min(Math.Min(XStride, YStride), ZStride));

        public General AsGeneral() => new(StrideExtent);

        public override string ToString() => StrideExtent.ToString();
    }

    public readonly struct DenseZY : IStride3D
    {
        public DenseZY(int xStride, int yStride)
        {
            XStride = xStride;
            YStride = yStride;
        }

        public int XStride { get; }

        public int YStride { get; }

        public int ZStride => 1;

        public Index3D StrideExtent => new(XStride, YStride, ZStride);

        public static DenseZY FromExtent(Index3D extent) => new(checked(extent.Z * extent.Y), extent.Z);

        public static DenseZY FromExtent(LongIndex3D extent) => FromExtent(extent.ToIntIndex());

        public int ComputeElementIndex(Index3D index) =>
            (index.X * XStride) + (index.Y * YStride) + (index.Z * ZStride);

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index3D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + ((extent.Z - 1) * ZStride) + 1;

        public long ComputeElementIndex(LongIndex3D index) =>
            (index.X * XStride) + (index.Y * YStride) + (index.Z * ZStride);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex3D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + ((extent.Z - 1) * ZStride) + 1;

        public Stride1D.General To1DStride() => new(Math.Min(Math.Min(XStride, YStride), ZStride));

        public General AsGeneral() => new(StrideExtent);

        public override string ToString() => StrideExtent.ToString();
    }

    public readonly struct General : IStride3D
    {
        public General(Index3D stride)
        {
            StrideExtent = stride;
        }

        public int XStride => StrideExtent.X;

        public int YStride => StrideExtent.Y;

        public int ZStride => StrideExtent.Z;

        public Index3D StrideExtent { get; }

        public int ComputeElementIndex(Index3D index) =>
            (index.X * XStride) + (index.Y * YStride) + (index.Z * ZStride);

        public int ComputeElementIndexChecked(Index3D index, Index3D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public int ComputeBufferLength(Index3D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + ((extent.Z - 1) * ZStride) + 1;

        public long ComputeElementIndex(LongIndex3D index) =>
            (index.X * XStride) + (index.Y * YStride) + (index.Z * ZStride);

        public long ComputeElementIndexChecked(LongIndex3D index, LongIndex3D extent) =>
            index.InBounds(extent)
                ? ComputeElementIndex(index)
                : throw new IndexOutOfRangeException($"Index {index} is outside a view of extent {extent}.");

        public long ComputeBufferLength(LongIndex3D extent) =>
            extent.Size == 0
                ? 0
                : ((extent.X - 1) * XStride) + ((extent.Y - 1) * YStride) + ((extent.Z - 1) * ZStride) + 1;

        public Stride1D.General To1DStride() => new(Math.Min(Math.Min(XStride, YStride), ZStride));

        public General AsGeneral() => this;

        public override string ToString() => StrideExtent.ToString();
    }
}
