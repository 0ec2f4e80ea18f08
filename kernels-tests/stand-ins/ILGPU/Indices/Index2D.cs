// Written by generate_indices.py.
namespace ILGPU;

/// <summary>An index or extent of 2 dimension(s) in int; X runs fastest.</summary>
public readonly struct Index2D : IIntIndex<Index2D, LongIndex2D>
{
    public static readonly Index2D Invalid = new(-1, -1);

    public static readonly Index2D Zero = new(0, 0);

    public static readonly Index2D One = new(1, 1);

    public Index2D(int value)
        : this(value, value)
    {
    }

    public Index2D(int x, int y)
    {
        X = x;
        Y = y;
    }

    public int X { get; }

    public int Y { get; }

    public int Size => X * Y;

    public long LongSize => (long)X * (long)Y;

    long IIndex.Size => LongSize;

    public IndexType IndexType => IndexType.Index2D;

    public bool IsFirst => X == 0 && Y == 0;

    public static Index2D operator +(Index2D first, Index2D second) =>
        new(first.X + second.X, first.Y + second.Y);

    public static Index2D operator -(Index2D first, Index2D second) =>
        new(first.X - second.X, first.Y - second.Y);

    public static Index2D operator *(Index2D first, Index2D second) =>
        new(first.X * second.X, first.Y * second.Y);

    public static Index2D operator /(Index2D first, Index2D second) =>
        new(first.X / second.X, first.Y / second.Y);

    public static bool operator ==(Index2D first, Index2D second) => first.Equals(second);

    public static bool operator !=(Index2D first, Index2D second) => !first.Equals(second);

    public static implicit operator Index2D((int, int) values) =>
        new(values.Item1, values.Item2);

    public static implicit operator LongIndex2D(Index2D index) => index.ToLongIndex();

    public static Index2D Add(Index2D first, Index2D second) => first + second;

    public static Index2D Subtract(Index2D first, Index2D second) => first - second;

    public static Index2D Multiply(Index2D first, Index2D second) => first * second;

    public static Index2D Divide(Index2D first, Index2D second) => first / second;

    public static Index2D Min(Index2D first, Index2D second) =>
        new(Math.Min(first.X, second.X), Math.Min(first.Y, second.Y));

    public static Index2D Max(Index2D first, Index2D second) =>
        new(Math.Max(first.X, second.X), Math.Max(first.Y, second.Y));

    public static Index2D Clamp(Index2D value, Index2D min, Index2D max) => Max(min, Min(value, max));

    public Index2D Add(Index2D rhs) => this + rhs;

    public Index2D Subtract(Index2D rhs) => this - rhs;

    public bool InBounds(Index2D dimension) =>
        X >= 0 && X < dimension.X && Y >= 0 && Y < dimension.Y;

    public bool InBoundsInclusive(Index2D dimension) =>
        X >= 0 && X <= dimension.X && Y >= 0 && Y <= dimension.Y;

    public LongIndex2D ToLongIndex() => new(X, Y);

    public (int, int) ToValueTuple() => (X, Y);

    public void Deconstruct(out int x, out int y)
    {
        x = X;
        y = Y;
    }

    public bool Equals(Index2D other) => X == other.X && Y == other.Y;

    public override bool Equals(object? obj) => obj is Index2D other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => $"({X}, {Y})";
}
