using System.Text.Json;

namespace YolactGpu.Data.Coco;

/// <summary>COCO results files: a JSON list, one instance a line. The same results give the same bytes.</summary>
public static class CocoResultsFile
{
    private static readonly CocoJsonContext OneLine = new(InstanceFile.Options(writeIndented: false));
    private static readonly CocoJsonContext Indented = new(InstanceFile.Options(writeIndented: true));

    /// <summary>Writes a list of results to a stream, which is left open.</summary>
    public static void Write(Stream stream, IEnumerable<CocoResult> results)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(results);
        Sequence sequence = new();
        foreach (CocoResult result in results)
        {
            sequence.Add(stream, result);
        }

        sequence.End(stream);
    }

    /// <summary>Writes a list of results so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    public static void Write(string path, IEnumerable<CocoResult> results) =>
        AtomicFile.Write(path, stream => Write(stream, results));

    /// <summary>Writes which image has which id so that the file appears whole or not at all.</summary>
    /// <exception cref="OutputException">The file cannot be written; nothing is left of it.</exception>
    public static void WriteImages(string path, CocoImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, images, Indented.CocoImages);
            stream.WriteByte((byte)'\n');
        });
    }

    /// <summary>A list that is written as its results come.</summary>
    internal sealed class Sequence
    {
        private bool isStarted;

        internal void Add(Stream stream, CocoResult result)
        {
            stream.Write(isStarted ? ",\n"u8 : "[\n"u8);
            isStarted = true;
            JsonSerializer.Serialize(stream, result, OneLine.CocoResult);
        }

        internal void End(Stream stream) => stream.Write(isStarted ? "\n]\n"u8 : "[]\n"u8);
    }
}
