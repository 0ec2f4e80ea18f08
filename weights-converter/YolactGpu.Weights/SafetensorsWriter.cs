using System.Globalization;
using YolactGpu.Weights.Safetensors;

namespace YolactGpu.Weights;

/// <summary>
/// Writes a safetensors file. The tensors are declared first and then written one at a time, in any order; the file is
/// made beside its place under another name and takes its own name in <see cref="Commit"/>: it appears whole or not at
/// all.
/// </summary>
public sealed class SafetensorsWriter : IDisposable
{
    private const int ChunkElements = 8 * 1024;

    private readonly string path;
    private readonly PartialFile file;
    private readonly SafetensorsLayout layout;
    private readonly HashSet<string> unwritten;

    private SafetensorsWriter(string path, PartialFile file, SafetensorsLayout layout)
    {
        this.path = path;
        this.file = file;
        this.layout = layout;
        unwritten = new HashSet<string>(layout.Tensors.Keys, StringComparer.Ordinal);
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will appear. Its folder must exist.</param>
    /// <param name="tensors">The tensors, in the order in which a reader will list them.</param>
    /// <param name="metadata">Texts to store beside them.</param>
    /// <param name="overwrite">True to take the place of a file that is there already.</param>
    /// <exception cref="WeightsException">
    /// There is a file and it may not be overwritten, the folder cannot be written, or two tensors have one name.
    /// </exception>
    public static SafetensorsWriter Create(
        string path,
        IReadOnlyList<WeightTensorInfo> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsLayout layout = SafetensorsLayout.Plan(path, tensors, metadata);
        PartialFile file = PartialFile.Create(path, overwrite, layout.FileLength);
        SafetensorsWriter? writer = null;
        try
        {
            file.Write(layout.Header, 0);
            writer = new SafetensorsWriter(path, file, layout);
            return writer;
        }
        finally
        {
            if (writer is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Writes a floating-point tensor, rounded to nearest where its type is narrower than F32.</summary>
    /// <exception cref="WeightsException">A finite element is beyond what F16 can hold.</exception>
    public void Write(string name, ReadOnlySpan<float> elements)
    {
        SafetensorsRange range = Begin(name, elements.Length);
        WeightDataType dataType = range.Info.DataType;
        if (!dataType.IsFloatingPoint())
        {
            throw new WeightsException(
                path, $"its type is {dataType}; for floats it must be F64, F32, F16 or BF16", name);
        }

        long offset = range.Begin;
        byte[] chunk = new byte[ChunkElements * dataType.SizeInBytes()];
        for (int start = 0; start < elements.Length; start += ChunkElements)
        {
            ReadOnlySpan<float> part = elements.Slice(start, Math.Min(ChunkElements, elements.Length - start));
            Span<byte> bytes = chunk.AsSpan(0, part.Length * dataType.SizeInBytes());
            int misfit = ElementEncoding.FromSingles(dataType, part, bytes);
            if (misfit >= 0)
            {
                string element = part[misfit].ToString("R", CultureInfo.InvariantCulture);
                throw new WeightsException(
                    path, $"element {start + misfit} is {element}; for F16 it must be within 65504 of zero", name);
            }

            WriteAt(bytes, ref offset);
        }

        unwritten.Remove(name);
    }

    /// <summary>Writes an integer or boolean tensor.</summary>
    /// <exception cref="WeightsException">An element is beyond what the tensor's type can hold.</exception>
    public void Write(string name, ReadOnlySpan<long> elements)
    {
        SafetensorsRange range = Begin(name, elements.Length);
        WeightDataType dataType = range.Info.DataType;
        if (dataType.IsFloatingPoint())
        {
            throw new WeightsException(
                path, $"its type is {dataType}; for integers it must be an integer type or BOOL", name);
        }

        long offset = range.Begin;
        byte[] chunk = new byte[ChunkElements * dataType.SizeInBytes()];
        for (int start = 0; start < elements.Length; start += ChunkElements)
        {
            ReadOnlySpan<long> part = elements.Slice(start, Math.Min(ChunkElements, elements.Length - start));
            Span<byte> bytes = chunk.AsSpan(0, part.Length * dataType.SizeInBytes());
            int misfit = ElementEncoding.FromInt64(dataType, part, bytes);
            if (misfit >= 0)
            {
                throw new WeightsException(
                    path, $"element {start + misfit} is {part[misfit]}, which {dataType} cannot hold", name);
            }

            WriteAt(bytes, ref offset);
        }

        unwritten.Remove(name);
    }

    /// <summary>
    /// Writes a tensor's bytes as they are: row-major, without gaps, little-endian. The stream is read to the tensor's
    /// size, which must be its end.
    /// </summary>
    public void Write(string name, Stream bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        SafetensorsRange range = Begin(name, null);
        long offset = range.Begin;
        byte[] chunk = new byte[ChunkElements * sizeof(double)];
        while (true)
        {
            int count = bytes.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            if (count > range.End - offset || (count < chunk.Length && count != range.End - offset))
            {
                throw new WeightsException(
                    path, $"its stream does not hold the {range.Info.SizeInBytes} bytes that it must", name);
            }

            WriteAt(chunk.AsSpan(0, count), ref offset);
            if (count < chunk.Length)
            {
                break;
            }
        }

        unwritten.Remove(name);
    }

    /// <summary>Gives the file its name, once every tensor has been written and all is on the disk.</summary>
    /// <exception cref="WeightsException">
    /// A tensor is missing, the disk is full, or a file has appeared that may not be overwritten.
    /// </exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        if (unwritten.Count > 0)
        {
            throw new WeightsException(
                path, $"it and {unwritten.Count - 1} others have not been written; all must be", unwritten.First());
        }

        file.Commit();
    }

    /// <summary>Ends the writing; without <see cref="Commit"/>, nothing is left behind.</summary>
    public void Dispose() => file.Dispose();

    private SafetensorsRange Begin(string name, int? elementCount)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(file.IsClosed, this);
        if (!layout.Tensors.TryGetValue(name, out SafetensorsRange range) || !unwritten.Contains(name))
        {
            throw new WeightsException(
                path, "it was not declared or has been written; each must be written once", name);
        }

        return elementCount is null || elementCount == range.Info.ElementCount
            ? range
            : throw new ArgumentException(
                $"elements holds {elementCount}; tensor {Quoted.Text(name)} has {range.Info.ElementCount}.",
                nameof(elementCount));
    }

    private void WriteAt(ReadOnlySpan<byte> bytes, ref long offset)
    {
        file.Write(bytes, offset);
        offset += bytes.Length;
    }
}
