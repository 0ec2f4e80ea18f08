using System.Buffers.Binary;
using System.Text.Json;

namespace YolactGpu.Weights.Safetensors;

/// <summary>
/// A safetensors file to be: its header, and where in the file each tensor goes. The header lists the tensors as given;
/// in the data, wider elements come first, so that every tensor is aligned without gaps.
/// </summary>
internal sealed class SafetensorsLayout
{
    private const int Alignment = 8;
    private const int MaxHeaderLength = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private SafetensorsLayout(byte[] header, IReadOnlyDictionary<string, SafetensorsRange> tensors, long fileLength)
    {
        Header = header;
        Tensors = tensors;
        FileLength = fileLength;
    }

    /// <summary>The file's first bytes, with the length that stands before the JSON.</summary>
    internal byte[] Header { get; }

    /// <summary>The tensors by name, with offsets from the beginning of the file.</summary>
    internal IReadOnlyDictionary<string, SafetensorsRange> Tensors { get; }

    internal long FileLength { get; }

    internal static SafetensorsLayout Plan(
        string path,
        IReadOnlyList<WeightTensorInfo> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        Dictionary<string, SafetensorsRange> ranges = new(StringComparer.Ordinal);
        long position = 0;
        foreach (WeightTensorInfo info in tensors.OrderByDescending(info => info.DataType.SizeInBytes()))
        {
            if (info.SizeInBytes > long.MaxValue - MaxHeaderLength - Alignment - position)
            {
                throw new WeightsException(path, "with it the file is longer than 2^63 bytes", info.Name);
            }

            if (info.Name == MetadataKey || !ranges.TryAdd(info.Name, new(info, position, position + info.SizeInBytes)))
            {
                throw new WeightsException(
                    path, $"the name is given twice or is {MetadataKey}; every tensor must have its own", info.Name);
            }

            position += info.SizeInBytes;
        }

        byte[] header = WriteHeader(path, tensors.Select(info => ranges[info.Name]), metadata);
        Dictionary<string, SafetensorsRange> placed = ranges.Values.ToDictionary(
            range => range.Info.Name,
            range => range with { Begin = range.Begin + header.Length, End = range.End + header.Length },
            StringComparer.Ordinal);
        return new SafetensorsLayout(header, placed, header.Length + position);
    }

    private static byte[] WriteHeader(
        string path,
        IEnumerable<SafetensorsRange> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream stream = new();
        stream.Write(new byte[sizeof(long)]);
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (KeyValuePair<string, string> item in metadata)
                {
                    json.WriteString(item.Key, item.Value);
                }

                json.WriteEndObject();
            }

            foreach (SafetensorsRange range in tensors)
            {
                WriteTensor(json, range);
            }

            json.WriteEndObject();
        }

        while (stream.Length % Alignment != 0)
        {
            stream.WriteByte((byte)' ');
        }

        byte[] header = stream.ToArray();
        int length = header.Length - sizeof(long);
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        return length <= MaxHeaderLength
            ? header
            : throw new WeightsException(
                path, $"its header has {length} bytes; it must have at most {MaxHeaderLength}");
    }

    private static void WriteTensor(Utf8JsonWriter json, SafetensorsRange range)
    {
        json.WriteStartObject(range.Info.Name);
        json.WriteString("dtype", range.Info.DataType.ToString());
        json.WriteStartArray("shape");
        foreach (long size in range.Info.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(range.Begin);
        json.WriteNumberValue(range.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
