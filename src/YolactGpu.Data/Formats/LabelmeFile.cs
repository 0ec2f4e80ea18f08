using System.Text.Json;
using YolactGpu.Data.Coco;

namespace YolactGpu.Data.Formats;

/// <summary>Files of labelme: one JSON object per image.</summary>
public static class LabelmeFile
{
    private static readonly LabelmeJsonContext Indented = new(InstanceFile.Options(writeIndented: true));

    /// <summary>Writes a document to a stream, which is left open.</summary>
    public static void Write(Stream stream, LabelmeDocument document)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(document);
        JsonSerializer.Serialize(stream, document, Indented.LabelmeDocument);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes a document so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, LabelmeDocument document) =>
        AtomicFile.Write(path, stream => Write(stream, document));
}
