namespace YolactGpu.Graph.IR;

/// <summary>What one element of a tensor is.</summary>
public enum ElementType
{
    /// <summary>IEEE single precision, 4 bytes.</summary>
    Float32,

    /// <summary>Signed integer, 4 bytes.</summary>
    Int32,

    /// <summary>
    /// IEEE half precision, 2 bytes, for activations between convolutions. Only tensors whose last axis is a multiple of 8 are stored so,
    /// and kernels see them as floats of two halves each.
    /// </summary>
    Float16,
}

/// <summary>Element type and shape of a tensor.</summary>
/// <param name="Element">What one element is.</param>
/// <param name="Shape">Sizes.</param>
public readonly record struct TensorType(ElementType Element, TensorShape Shape)
{
    /// <summary>Gets the bytes of the whole tensor.</summary>
    public long SizeInBytes => Shape.Length * (Element == ElementType.Float16 ? 2 : 4);

    /// <summary>Makes the type of a float tensor.</summary>
    public static TensorType Float32(params ReadOnlySpan<int> sizes) => new(ElementType.Float32, new TensorShape(sizes));

    /// <summary>Makes the type of an integer tensor.</summary>
    public static TensorType Int32(params ReadOnlySpan<int> sizes) => new(ElementType.Int32, new TensorShape(sizes));

    /// <inheritdoc/>
    public override string ToString() => Element switch
    {
        ElementType.Float32 => $"{Shape}",
        ElementType.Float16 => $"half {Shape}",
        _ => $"int {Shape}",
    };
}
