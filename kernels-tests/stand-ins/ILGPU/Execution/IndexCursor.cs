using System.Runtime.CompilerServices;

namespace ILGPU.Execution;

/// <summary>Walks the indices of an implicit launch, X fastest.</summary>
internal struct IndexCursor<TIndex>
    where TIndex : struct, IIndex
{
    private readonly int width;
    private readonly int height;
    private int x;
    private int y;
    private int z;

    public IndexCursor(Index3D extent, long start)
    {
        width = extent.X;
        height = extent.Y;
        Index3D first = Lane.Decompose(start, extent);
        x = first.X;
        y = first.Y;
        z = first.Z;
    }

    public readonly TIndex Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (typeof(TIndex) == typeof(Index1D))
            {
                Index1D index = new(x);
                return Unsafe.As<Index1D, TIndex>(ref index);
            }

            if (typeof(TIndex) == typeof(Index2D))
            {
                Index2D index = new(x, y);
                return Unsafe.As<Index2D, TIndex>(ref index);
            }
            else
            {
                Index3D index = new(x, y, z);
                return Unsafe.As<Index3D, TIndex>(ref index);
            }
        }
    }

    public static Index3D ToExtent(TIndex extent)
    {
        if (typeof(TIndex) == typeof(Index1D))
        {
            return new Index3D(Unsafe.As<TIndex, Index1D>(ref extent).X, 1, 1);
        }

        return typeof(TIndex) == typeof(Index2D)
            ? new Index3D(Unsafe.As<TIndex, Index2D>(ref extent), 1)
            : Unsafe.As<TIndex, Index3D>(ref extent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext()
    {
        x++;
        if (typeof(TIndex) != typeof(Index1D) && x == width)
        {
            x = 0;
            y++;
            if (typeof(TIndex) != typeof(Index2D) && y == height)
            {
                y = 0;
                z++;
            }
        }
    }
}
