using System.Runtime.InteropServices;

namespace YolactGpu.Weights;

/// <summary>A tensor and the way to its bytes.</summary>
/// <param name="Info">Name, element type and shape.</param>
/// <param name="OpenRead">
/// Gives the elements, row-major, without gaps, little-endian; it may be called several times.
/// </param>
public sealed record WeightTensor(WeightTensorInfo Info, Func<Stream> OpenRead)
{
    /// <summary>A tensor of an open file, under another name.</summary>
    public static WeightTensor Rename(IWeightFile file, string name, string newName)
    {
        ArgumentNullException.ThrowIfNull(file);
        WeightTensorInfo info = file.GetTensor(name);
        return new WeightTensor(new WeightTensorInfo(newName, info.DataType, info.Shape), () => file.OpenRead(name));
    }

    /// <summary>
    /// A tensor of type F32 that is made in memory. The elements must not change as long as it is read.
    /// </summary>
    /// <exception cref="ArgumentException">The shape needs another number of elements.</exception>
    public static WeightTensor FromSingles(string name, IReadOnlyList<long> shape, float[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        WeightTensorInfo info = new(name, WeightDataType.F32, shape);
        return info.ElementCount == elements.Length
            ? new WeightTensor(
                info, () => new MemoryStream(MemoryMarshal.AsBytes(elements.AsSpan()).ToArray(), writable: false))
            : throw new ArgumentException(
                $"elements holds {elements.Length}; "
                + $"the shape {WeightTensorInfo.ShapeText(shape)} needs {info.ElementCount}.",
                nameof(elements));
    }
}
