using System.Globalization;

namespace YolactGpu.Weights;

/// <summary>Name, element type and shape of one tensor in a weights file.</summary>
public sealed class WeightTensorInfo
{
    /// <summary>The largest number of dimensions that a tensor may have.</summary>
    public const int MaxRank = 64;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">The name, unique in its file.</param>
    /// <param name="dataType">The type of the elements.</param>
    /// <param name="shape">The sizes, outermost first; empty for a scalar.</param>
    /// <exception cref="ArgumentException">
    /// A size is negative, there are too many, or the tensor's size in bytes does not fit 63 bits.
    /// </exception>
    public WeightTensorInfo(string name, WeightDataType dataType, IReadOnlyList<long> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        Name = name;
        DataType = dataType;
        Shape = Array.AsReadOnly([.. shape]);
        if (!TryMeasure(Shape, dataType, out long elementCount, out string? problem))
        {
            throw new ArgumentException(problem, nameof(shape));
        }

        ElementCount = elementCount;
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public WeightDataType DataType { get; }

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements: the product of the sizes.</summary>
    public long ElementCount { get; }

    /// <summary>The size of the elements, stored without gaps, in bytes.</summary>
    public long SizeInBytes => ElementCount * DataType.SizeInBytes();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {DataType} {ShapeText(Shape)}";

    internal static string ShapeText(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Multiplies the sizes out; false, with the reason, where they do not describe a tensor.</summary>
    internal static bool TryMeasure(
        IReadOnlyList<long> shape,
        WeightDataType dataType,
        out long elementCount,
        out string? problem)
    {
        elementCount = 0;
        if (shape.Count > MaxRank)
        {
            problem = $"it has {shape.Count} dimensions; it must have at most {MaxRank}";
            return false;
        }

        // Sizes of zero are left out of the product at first: else the order of the sizes would decide whether huge ones
        // beside a zero are refused, and strides, which are products of some sizes, could overflow.
        Int128 product = 1;
        bool isEmpty = false;
        foreach (long size in shape)
        {
            if (size < 0)
            {
                problem = $"its shape {ShapeText(shape)} has a negative size; all must be 0 or more";
                return false;
            }

            isEmpty |= size == 0;
            product *= Math.Max(1, size);
            if (product * dataType.SizeInBytes() > long.MaxValue)
            {
                problem = $"its shape {ShapeText(shape)} is too large; its bytes must be countable in 63 bits";
                return false;
            }
        }

        elementCount = isEmpty ? 0 : (long)product;
        problem = null;
        return true;
    }
}
