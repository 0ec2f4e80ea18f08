using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YolactGpu.Data.Coco;

/// <summary>Result files: one JSON object per image. The same result gives the same bytes on every machine.</summary>
public static class InstanceFile
{
    private static readonly InstanceJsonContext Indented = new(Options(writeIndented: true));
    private static readonly InstanceJsonContext OneLine = new(Options(writeIndented: false));

    /// <summary>The result as text: indented, or on one line without any line break.</summary>
    public static string ToJson(InstanceDocument document, bool indented = true) =>
        JsonSerializer.Serialize(document, (indented ? Indented : OneLine).InstanceDocument);

    /// <summary>Writes the result, indented, so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, InstanceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, document, Indented.InstanceDocument);
            stream.WriteByte((byte)'\n');
        });
    }

    /// <summary>Reads what was written by <see cref="Write"/>.</summary>
    /// <exception cref="JsonException">The file is no result file.</exception>
    public static InstanceDocument Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, Indented.InstanceDocument)
            ?? throw new JsonException($"{path}: holds null; a result is needed.");
    }

    internal static JsonSerializerOptions Options(bool writeIndented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = writeIndented,
        NewLine = "\n",
        // Compressed run lengths are full of characters that are escaped for the sake of web pages only.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new OneLineNumbersConverter(), new LinesOfNumbersConverter(), new OneLineSinglesConverter() },
    };
}

/// <summary>The generated serializers of the records.</summary>
[JsonSerializable(typeof(InstanceDocument))]
internal sealed partial class InstanceJsonContext : JsonSerializerContext;
