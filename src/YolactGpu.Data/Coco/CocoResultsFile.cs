using System.Text;
using System.Text.Json;

namespace YolactGpu.Data.Coco;

/// <summary>COCO results files: a JSON list, one instance a line. The same results give the same bytes.</summary>
public static class CocoResultsFile
{
    private static readonly CocoJsonContext OneLine = new(InstanceFile.Options(writeIndented: false));

    /// <summary>Writes a list of results to a stream, which is left open.</summary>
    public static void Write(Stream stream, IEnumerable<CocoResult> results)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(results);
        JsonSequence<CocoResult> sequence = ResultList();
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
        using JsonListFile<CocoImage> list = OpenImages(path, images.Categories);
        list.Add(images.Images);
        list.Commit();
    }

    /// <summary>Begins a list of results that grows.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal static JsonListFile<CocoResult> OpenResults(string path) => new(path, ResultList());

    /// <summary>Begins a list of images that grows.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal static JsonListFile<CocoImage> OpenImages(string path, IReadOnlyList<CocoCategory> categories)
    {
        string tail = $"],\n\"categories\":{JsonSerializer.Serialize(categories, OneLine.IReadOnlyListCocoCategory)}}}";
        return new(path, new JsonSequence<CocoImage>([.. "{\"images\":["u8], Encoding.UTF8.GetBytes(tail), OneLine.CocoImage));
    }

    private static JsonSequence<CocoResult> ResultList() => new([.. "["u8], [.. "]"u8], OneLine.CocoResult);
}
