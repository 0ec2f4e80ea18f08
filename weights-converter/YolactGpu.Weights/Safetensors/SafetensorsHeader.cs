using System.Text.Json;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Safetensors;

/// <summary>Where a tensor's bytes lie in the data part: from Begin to before End.</summary>
internal readonly record struct SafetensorsRange(WeightTensorInfo Info, long Begin, long End);

/// <summary>The JSON header of a safetensors file, in its own order. Anything it should not hold is refused.</summary>
internal sealed class SafetensorsHeader
{
    private const int MaxTensors = 50_000;
    private const string MetadataKey = "__metadata__";

    private readonly ByteSource source;
    private readonly long headerOffset;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<SafetensorsRange> tensors = [];

    private SafetensorsHeader(ByteSource source, long headerOffset)
    {
        this.source = source;
        this.headerOffset = headerOffset;
    }

    internal IReadOnlyDictionary<string, string> Metadata => metadata;

    internal IReadOnlyList<SafetensorsRange> Tensors => tensors;

    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> json, ByteSource source, long headerOffset)
    {
        SafetensorsHeader header = new(source, headerOffset);
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            header.ReadHeader(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The JSON reader reports text that is not UTF-8 as an InvalidOperationException.
            throw source.Error(
                $"its safetensors header is not valid JSON: {Quoted.Line(exception.Message)}",
                offset: headerOffset + reader.TokenStartIndex,
                innerException: exception);
        }

        return header;
    }

    private void ReadHeader(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "the header", "an object");
        while (NextName(ref reader, out string name))
        {
            if (!names.Add(name))
            {
                throw Error(reader, "the name occurs twice in the header; every tensor must have its own", name);
            }

            if (name == MetadataKey)
            {
                ReadMetadata(ref reader);
            }
            else if (tensors.Count == MaxTensors)
            {
                throw Error(reader, $"the header lists more than {MaxTensors} tensors, which is the most that is read");
            }
            else
            {
                ReadTensor(ref reader, name);
            }
        }

        // Only white space may follow; the reader throws at anything else.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey, "an object of texts");
        while (NextName(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey} {Quoted.Text(key)}", "a text");
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw Error(reader, $"{MetadataKey} {Quoted.Text(key)} occurs twice; keys must differ");
            }
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        WeightDataType? dataType = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, "its entry", "an object", name);
        while (NextName(ref reader, out string key))
        {
            switch (key)
            {
                case "dtype" when dataType is null:
                    dataType = ReadDataType(ref reader, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadIntegers(ref reader, name, key, WeightTensorInfo.MaxRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadIntegers(ref reader, name, key, 2);
                    break;
                default:
                    throw Error(
                        reader,
                        $"its entry holds {Quoted.Text(key)} unexpectedly or twice; "
                        + "it must hold dtype, shape and data_offsets once",
                        name);
            }
        }

        if (dataType is null || shape is null || offsets is null)
        {
            throw Error(reader, "its entry is incomplete; it must hold dtype, shape and data_offsets", name);
        }

        tensors.Add(CheckTensor(reader, name, dataType.Value, shape, offsets));
    }

    private SafetensorsRange CheckTensor(
        in Utf8JsonReader reader,
        string name,
        WeightDataType dataType,
        long[] shape,
        long[] offsets)
    {
        if (!WeightTensorInfo.TryMeasure(shape, dataType, out _, out string? problem))
        {
            throw Error(reader, problem!, name);
        }

        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
        {
            throw Error(
                reader,
                $"its data_offsets are {WeightTensorInfo.ShapeText(offsets)}; "
                + "they must be a begin and an end not before it",
                name);
        }

        WeightTensorInfo info = new(name, dataType, shape);
        if (offsets[1] - offsets[0] != info.SizeInBytes)
        {
            throw Error(
                reader,
                $"its data has {offsets[1] - offsets[0]} bytes; {dataType} {WeightTensorInfo.ShapeText(shape)} "
                + $"needs {info.SizeInBytes}",
                name);
        }

        return new SafetensorsRange(info, offsets[0], offsets[1]);
    }

    private WeightDataType ReadDataType(ref Utf8JsonReader reader, string tensor)
    {
        Expect(ref reader, JsonTokenType.String, "its dtype", "a text", tensor);
        string text = reader.GetString()!;
        return WeightDataTypes.TryParse(text, out WeightDataType dataType)
            ? dataType
            : throw Error(
                reader,
                $"its dtype is {Quoted.Text(text)}; "
                + $"it must be one of {string.Join(", ", Enum.GetNames<WeightDataType>())}",
                tensor);
    }

    private long[] ReadIntegers(ref Utf8JsonReader reader, string tensor, string key, int maxCount)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"its {key}", "an array", tensor);
        List<long> integers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long integer) || integer < 0)
            {
                throw Error(reader, $"its {key} holds something else than integers from 0 to 2^63 - 1", tensor);
            }

            if (integers.Count == maxCount)
            {
                throw Error(reader, $"its {key} has more than {maxCount} entries, which is the most it may", tensor);
            }

            integers.Add(integer);
        }

        return [.. integers];
    }

    private static bool NextName(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        bool isName = reader.TokenType == JsonTokenType.PropertyName;
        name = isName ? reader.GetString()! : "";
        return isName;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string thing, string kind, string? tensor = null)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw Error(reader, $"{thing} is not {kind} in the safetensors header, and must be one", tensor);
        }
    }

    private WeightsException Error(in Utf8JsonReader reader, string problem, string? tensor = null) =>
        source.Error(problem, tensor, headerOffset + reader.TokenStartIndex);
}
