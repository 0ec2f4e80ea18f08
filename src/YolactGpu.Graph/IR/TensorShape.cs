namespace YolactGpu.Graph.IR;

/// <summary>Sizes of a contiguous row-major tensor of one to four axes; activations are [N, H, W, C].</summary>
public readonly struct TensorShape : IEquatable<TensorShape>
{
    private readonly (int A, int B, int C, int D) sizes;

    /// <summary>Initializes a new instance of the <see cref="TensorShape"/> struct.</summary>
    /// <param name="sizes">One to four positive sizes.</param>
    /// <exception cref="GraphException">There are none or more than four, or one is not positive.</exception>
    public TensorShape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length is < 1 or > 4 || sizes.ContainsAnyInRange(int.MinValue, 0))
        {
            throw new GraphException(
                $"[{string.Join(", ", sizes.ToArray())}] is no tensor shape: one to four sizes, each positive.");
        }

        Rank = sizes.Length;
        this.sizes = (sizes[0], At(sizes, 1), At(sizes, 2), At(sizes, 3));

        static int At(ReadOnlySpan<int> sizes, int axis) => axis < sizes.Length ? sizes[axis] : 1;
    }

    /// <summary>Gets the number of axes.</summary>
    public int Rank { get; }

    /// <summary>Gets the number of elements.</summary>
    public long Length => (long)sizes.A * sizes.B * sizes.C * sizes.D;

    /// <summary>Gets the size of one axis.</summary>
    public int this[int axis] => (uint)axis < (uint)Rank
        ? axis switch { 0 => sizes.A, 1 => sizes.B, 2 => sizes.C, _ => sizes.D }
        : throw new GraphException($"{this} has no axis {axis}.");

    /// <summary>Compares sizes and rank.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Compares sizes and rank.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Rank == other.Rank && sizes == other.sizes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, sizes);

    /// <inheritdoc/>
    public override string ToString()
    {
        TensorShape self = this;
        return $"[{string.Join(", ", Enumerable.Range(0, Rank).Select(axis => self[axis]))}]";
    }
}
