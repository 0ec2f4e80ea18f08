using System.Runtime.CompilerServices;
using ILGPU.Execution;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>
/// A window on memory. In the fast manner <c>guard</c> is null and an access is an addition; in the strict manner the
/// guard checks each access against the view's bounds and against the life of its buffer.
/// </summary>
public readonly unsafe struct ArrayView<T> : IContiguousArrayView<T>
    where T : unmanaged
{
    public static readonly ArrayView<T> Empty;

    public static readonly int ElementSize = sizeof(T);

    private readonly Guard? guard;
    private readonly T* start;
    private readonly long length;

    public ArrayView(MemoryBuffer source, long index, long length)
    {
        ArgumentNullException.ThrowIfNull(source);
        Part.Check(index, length, source.LengthInBytes / sizeof(T), "buffer");
        guard = source.Memory.Guard;
        start = (T*)source.Memory.Start + index;
        this.length = length;
    }

    internal ArrayView(Guard? guard, void* start, long length)
    {
        this.guard = guard;
        this.start = (T*)start;
        this.length = length;
    }

    public long Length => length;

    public int IntLength => checked((int)length);

    public long LengthInBytes => length * sizeof(T);

    public LongIndex1D Extent => new(length);

    public Index1D IntExtent => new(IntLength);

    public Stride1D.Dense Stride => default;

    public bool IsValid => start != null && length > 0;

    int IArrayView.ElementSize => sizeof(T);

    internal Guard? Guard => guard;

    internal T* Start => start;

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (guard is not null)
            {
                guard.Check<T>(index, length);
            }

            return ref start[index];
        }
    }

    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (guard is not null)
            {
                guard.Check<T>(index, length);
            }

            return ref start[index];
        }
    }

    public ref T this[Index1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.X];
    }

    public ref T this[LongIndex1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.X];
    }

    public static implicit operator ArrayView1D<T, Stride1D.Dense>(ArrayView<T> view) =>
        new(view, view.Extent, default);

    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;

    public ArrayView<T> SubView(long index) => SubView(index, length - index);

    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    public ArrayView<T> SubView(long index, long subViewLength)
    {
        Part.Check(index, subViewLength, length, "view");
        return new ArrayView<T>(guard, start + index, subViewLength);
    }

    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        guard?.CheckCast<T, TOther>(start, length);
        return new ArrayView<TOther>(guard, start, LengthInBytes / sizeof(TOther));
    }

    public override string ToString() => $"0 [{length}]";

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => new(guard, start, LengthInBytes);
}
