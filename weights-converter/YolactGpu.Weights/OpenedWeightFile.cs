using System.Runtime.InteropServices;

namespace YolactGpu.Weights;

/// <summary>The tensors of a file in any format, once that format's reader has found them.</summary>
internal sealed class OpenedWeightFile : IWeightFile
{
    private const int ChunkElements = 8 * 1024;

    private readonly IDisposable? owned;
    private readonly Dictionary<string, WeightTensor> entries = new(StringComparer.Ordinal);

    /// <summary>Lists what a reader has found.</summary>
    /// <param name="path">The name used in messages.</param>
    /// <param name="owned">What the tensors are read from, to be disposed with them.</param>
    /// <param name="format">The format of the file.</param>
    /// <param name="tensors">The tensors; their names must differ.</param>
    /// <param name="metadata">Texts stored beside them.</param>
    /// <param name="skippedEntries">What else the file holds.</param>
    internal OpenedWeightFile(
        string path,
        IDisposable? owned,
        WeightFormat format,
        IEnumerable<WeightTensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<string> skippedEntries)
    {
        Path = path;
        this.owned = owned;
        Format = format;
        Metadata = metadata;
        SkippedEntries = skippedEntries;
        List<WeightTensorInfo> infos = [];
        foreach (WeightTensor entry in tensors)
        {
            infos.Add(entry.Info);
            if (!entries.TryAdd(entry.Info.Name, entry))
            {
                throw Error("the name occurs twice; every tensor must have its own", entry.Info.Name);
            }
        }

        Tensors = infos;
    }

    public string Path { get; }

    public WeightFormat Format { get; }

    public IReadOnlyList<WeightTensorInfo> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IReadOnlyList<string> SkippedEntries { get; }

    public void Dispose() => owned?.Dispose();

    public WeightTensorInfo GetTensor(string name) => Find(name).Info;

    public float[] ReadSingles(string name)
    {
        WeightTensorInfo info = GetTensor(name);
        float[] elements = NewArray<float>(info, info.ElementCount);
        ReadSingles(name, elements);
        return elements;
    }

    public void ReadSingles(string name, Span<float> destination)
    {
        WeightTensor entry = FindForLength(name, destination.Length);
        WeightDataType dataType = entry.Info.DataType;
        using Stream stream = entry.OpenRead();
        if (dataType == WeightDataType.F32)
        {
            ReadWhole(stream, destination);
            return;
        }

        byte[] chunk = new byte[ChunkElements * dataType.SizeInBytes()];
        for (int start = 0; start < destination.Length; start += ChunkElements)
        {
            Span<float> part = destination.Slice(start, Math.Min(ChunkElements, destination.Length - start));
            Span<byte> bytes = chunk.AsSpan(0, part.Length * dataType.SizeInBytes());
            stream.ReadExactly(bytes);
            ElementConversion.ToSingles(dataType, bytes, part);
        }
    }

    public double[] ReadDoubles(string name)
    {
        WeightTensorInfo info = GetTensor(name);
        double[] elements = NewArray<double>(info, info.ElementCount);
        ReadDoubles(name, elements);
        return elements;
    }

    public void ReadDoubles(string name, Span<double> destination)
    {
        WeightTensor entry = FindForLength(name, destination.Length);
        WeightDataType dataType = entry.Info.DataType;
        using Stream stream = entry.OpenRead();
        byte[] chunk = new byte[ChunkElements * dataType.SizeInBytes()];
        for (int start = 0; start < destination.Length; start += ChunkElements)
        {
            Span<double> part = destination.Slice(start, Math.Min(ChunkElements, destination.Length - start));
            Span<byte> bytes = chunk.AsSpan(0, part.Length * dataType.SizeInBytes());
            stream.ReadExactly(bytes);
            ElementConversion.ToDoubles(dataType, bytes, part);
        }
    }

    public long[] ReadInt64(string name)
    {
        WeightTensorInfo info = GetTensor(name);
        long[] elements = NewArray<long>(info, info.ElementCount);
        ReadInt64(name, elements);
        return elements;
    }

    public void ReadInt64(string name, Span<long> destination)
    {
        WeightTensor entry = FindForLength(name, destination.Length);
        WeightDataType dataType = entry.Info.DataType;
        if (dataType.IsFloatingPoint())
        {
            throw Error($"its elements are {dataType}; they must be integers or booleans here", name);
        }

        using Stream stream = entry.OpenRead();
        byte[] chunk = new byte[ChunkElements * dataType.SizeInBytes()];
        for (int start = 0; start < destination.Length; start += ChunkElements)
        {
            Span<long> part = destination.Slice(start, Math.Min(ChunkElements, destination.Length - start));
            Span<byte> bytes = chunk.AsSpan(0, part.Length * dataType.SizeInBytes());
            stream.ReadExactly(bytes);
            if (!ElementConversion.TryToInt64(dataType, bytes, part))
            {
                throw Error("an element is above 2^63 - 1; it must fit a signed 64-bit integer here", name);
            }
        }
    }

    public byte[] ReadBytes(string name)
    {
        WeightTensor entry = Find(name);
        byte[] bytes = NewArray<byte>(entry.Info, entry.Info.SizeInBytes);
        using Stream stream = entry.OpenRead();
        stream.ReadExactly(bytes);
        return bytes;
    }

    public Stream OpenRead(string name) => Find(name).OpenRead();

    private static void ReadWhole(Stream stream, Span<float> destination)
    {
        // A span of bytes counts to 2 GB only, a span of floats to 8 GB.
        const int MaxPart = 1 << 28;
        for (int start = 0; start < destination.Length; start += MaxPart)
        {
            int count = Math.Min(MaxPart, destination.Length - start);
            stream.ReadExactly(MemoryMarshal.AsBytes(destination.Slice(start, count)));
        }
    }

    private WeightsException Error(string problem, string tensor) => new(Path, problem, tensor);

    private WeightTensor Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return entries.TryGetValue(name, out WeightTensor? entry)
            ? entry
            : throw Error($"there is no such tensor among the {entries.Count} in the file", name);
    }

    private WeightTensor FindForLength(string name, int length)
    {
        WeightTensor entry = Find(name);
        if (entry.Info.ElementCount != length)
        {
            throw new ArgumentException(
                $"destination holds {length} elements; tensor {Quoted.Text(name)} has {entry.Info.ElementCount}.",
                nameof(length));
        }

        return entry;
    }

    private T[] NewArray<T>(WeightTensorInfo info, long length)
    {
        if (length > Array.MaxLength)
        {
            throw Error($"its length {length} is too large for one array; read it as a stream", info.Name);
        }

        return new T[length];
    }
}
