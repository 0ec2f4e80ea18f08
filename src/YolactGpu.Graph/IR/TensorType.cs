namespace YolactGpu.Graph.IR;

/// <summary>What one element of a tensor is.</summary>
public enum ElementType
{
    /// <summary>IEEE single precision, 4 bytes.</summary>
    Float32,

    /// <summary>Signed integer, 4 bytes.</summary>
    Int32,
}

/// <summary>Element type and shape of a tensor.</summary>
/// <param name="Element">What one element is.</param>
/// <param name="Shape">Sizes.</param>
public readonly record struct TensorType(ElementType Element, TensorShape Shape)
{
    /// <summary>Bytes of one element; both element types have four.</summary>
    public const int ElementSizeInBytes = 4;

    /// <summary>Gets the bytes of the whole tensor.</summary>
    public long SizeInBytes => Shape.Length * ElementSizeInBytes;

    /// <summary>Makes the type of a float tensor.</summary>
    public static TensorType Float32(params ReadOnlySpan<int> sizes) => new(ElementType.Float32, new TensorShape(sizes));

    /// <summary>Makes the type of an integer tensor.</summary>
    public static TensorType Int32(params ReadOnlySpan<int> sizes) => new(ElementType.Int32, new TensorShape(sizes));

    /// <inheritdoc/>
    public override string ToString() => Element == ElementType.Float32 ? $"{Shape}" : $"int {Shape}";
}
