using System.Globalization;
using System.Text.Json;

namespace YolactGpu.Data.Coco;

/// <summary>Which image has which id: as an annotation file tells, or as the names of the files do.</summary>
public sealed class CocoImageIds
{
    private const int MostDigits = 18;

    private readonly Dictionary<string, long> ids;
    private readonly string? annotations;

    private CocoImageIds(Dictionary<string, long> ids, string? annotations)
    {
        this.ids = ids;
        this.annotations = annotations;
    }

    /// <summary>
    /// Takes the number that a file's name ends with, as COCO's images have it (000000000139.jpg is 139). Where a name has
    /// none, or two have the same, all images are counted from 1.
    /// </summary>
    /// <param name="files">The files, in their order; each once.</param>
    public static CocoImageIds FromNames(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        long?[] numbers = [.. files.Select(NumberOf)];
        bool areUsable = numbers.All(number => number is not null) && numbers.Distinct().Count() == numbers.Length;
        Dictionary<string, long> ids = new(StringComparer.Ordinal);
        for (int i = 0; i < files.Count; i++)
        {
            ids.Add(files[i], areUsable ? numbers[i]!.Value : i + 1);
        }

        return new CocoImageIds(ids, annotations: null);
    }

    /// <summary>Reads the ids from a file of annotations: its list "images" of objects with "id" and "file_name".</summary>
    /// <exception cref="IOException">The file cannot be read, or is none of annotations.</exception>
    public static CocoImageIds Read(string path)
    {
        using FileStream stream = Open(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            Dictionary<string, long> ids = new(StringComparer.Ordinal);
            foreach (JsonElement image in document.RootElement.GetProperty("images").EnumerateArray())
            {
                string name = image.GetProperty("file_name").GetString() ?? throw new FormatException("file_name is null");
                ids[FileName(name)] = image.GetProperty("id").GetInt64();
            }

            return new CocoImageIds(ids, path);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException(
                OneLine.Of($"{path}: is no file of COCO annotations with \"images\" that have \"id\" and \"file_name\": {exception.Message}"),
                exception);
        }
    }

    /// <summary>The id of an image.</summary>
    /// <param name="file">Its path; an annotation file knows it by its name alone.</param>
    /// <exception cref="IOException">The annotation file does not list it.</exception>
    public long Of(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ids.TryGetValue(annotations is null ? file : FileName(file), out long id)
            ? id
            : throw new IOException(OneLine.Of($"{file}: has no id; {annotations ?? "the list of files"} does not list it"));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = Directory.Exists(path) ? "is a folder; a file of COCO annotations is needed"
                : exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : $"cannot be read: {exception.Message}";
            throw new IOException(OneLine.Of($"{path}: {reason}"), exception);
        }
    }

    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static long? NumberOf(string file)
    {
        string stem = Path.GetFileNameWithoutExtension(file);
        int start = stem.Length;
        while (start > 0 && char.IsAsciiDigit(stem[start - 1]))
        {
            start--;
        }

        string digits = stem[start..].TrimStart('0');
        if (start == stem.Length || digits.Length > MostDigits)
        {
            return null;
        }

        return digits.Length == 0 ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
    }
}
