// Written by generate_indices.py.
namespace ILGPU;

/// <summary>An index or extent of 2 dimension(s) in long; X runs fastest.</summary>
public readonly struct LongIndex2D : ILongIndex<LongIndex2D, Index2D>
{
    public static readonly LongIndex2D Invalid = new(-1, -1);

    public static readonly LongIndex2D Zero = new(0, 0);

    public static readonly LongIndex2D One = new(1, 1);

    public LongIndex2D(long value)
        : this(value, value)
    {
    }

    public LongIndex2D(long x, long y)
    {
        X = x;
        Y = y;
    }

    public long X { get; }

    public long Y { get; }

    public long Size => X * Y;

    long IIndex.Size => Size;

    public IndexType IndexType => IndexType.LongIndex2D;

    public bool IsFirst => X == 0 && Y == 0;

    public static LongIndex2D operator +(LongIndex2D first, LongIndex2D second) =>
        new(first.X + second.X, first.Y + second.Y);

    public static LongIndex2D operator -(LongIndex2D first, LongIndex2D second) =>
        new(first.X - second.X, first.Y - second.Y);

    public static LongIndex2D operator *(LongIndex2D first, LongIndex2D second) =>
        new(first.X * second.X, first.Y * second.Y);

    public static LongIndex2D operator /(LongIndex2D first, LongIndex2D second) =>
        new(first.X / second.X, first.Y / second.Y);

    public static bool operator ==(LongIndex2D first, LongIndex2D second) => first.Equals(second);

    public static bool operator !=(LongIndex2D first, LongIndex2D second) => !first.Equals(second);

    public static implicit operator LongIndex2D((long, long) values) =>
        new(values.Item1, values.Item2);

    public static explicit operator Index2D(LongIndex2D index) => index.ToIntIndex();

    public static LongIndex2D Add(LongIndex2D first, LongIndex2D second) => first + second;

    public static LongIndex2D Subtract(LongIndex2D first, LongIndex2D second) => first - second;

    public static LongIndex2D Multiply(LongIndex2D first, LongIndex2D second) => first * second;

    public static LongIndex2D Divide(LongIndex2D first, LongIndex2D second) => first / second;

    public static LongIndex2D Min(LongIndex2D first, LongIndex2D second) =>
        new(Math.Min(first.X, second.X), Math.Min(first.Y, second.Y));

    public static LongIndex2D Max(LongIndex2D first, LongIndex2D second) =>
        new(Math.Max(first.X, second.X), Math.Max(first.Y, second.Y));

    public static LongIndex2D Clamp(LongIndex2D value, LongIndex2D min, LongIndex2D max) => Max(min, Min(value, max));

    public LongIndex2D Add(LongIndex2D rhs) => this + rhs;

    public LongIndex2D Subtract(LongIndex2D rhs) => this - rhs;

    public bool InBounds(LongIndex2D dimension) =>
        X >= 0 && X < dimension.X && Y >= 0 && Y < dimension.Y;

    public bool InBoundsInclusive(LongIndex2D dimension) =>
        X >= 0 && X <= dimension.X && Y >= 0 && Y <= dimension.Y;

    public Index2D ToIntIndex() => new(checked((int)X), checked((int)Y));

    public (long, long) ToValueTuple() => (X, Y);

    public void Deconstruct(out long x, out long y)
    {
        x = X;
        y = Y;
    }

    public bool Equals(LongIndex2D other) => X == other.X && Y == other.Y;

    public override bool Equals(object? obj) => obj is LongIndex2D other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => $"({X}, {Y})";
}
