using System.Text.Json;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>One weights file in a manifest.</summary>
/// <param name="File">Its name in the folder.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal digits.</param>
/// <param name="Format">Its format.</param>
/// <param name="Config">The configuration that it is for, or null.</param>
/// <param name="Classes">The classes of that configuration; none without.</param>
internal sealed record ManifestEntry(
    string File, long Size, string Sha256, string Format, string? Config, IReadOnlyList<string> Classes);

/// <summary>The weights files of a folder.</summary>
internal static class WeightsManifest
{
    /// <summary>The manifest's own name.</summary>
    internal const string FileName = "manifest.json";

    private const long MaxLength = 16 * 1024 * 1024;

    private static readonly string[] Extensions = [".pth", ".pt", ".safetensors", ".param"];

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 8,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// Describes what lies in a folder, by name; an ncnn network gives an entry for each of its two files.
    /// </summary>
    /// <exception cref="WeightsException">A file with the extension of a weights file is none.</exception>
    internal static IReadOnlyList<ManifestEntry> Describe(string folder, TextWriter error)
    {
        string[] paths =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        using ProgressLine progress = new(error, paths.Sum(path => new FileInfo(path).Length));
        return [.. paths.SelectMany(path => DescribeOne(path, progress))];
    }

    internal static byte[] Write(IReadOnlyList<ManifestEntry> entries) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(entries, Options), (byte)'\n'];

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="WeightsException">It is not there, or is none.</exception>
    internal static IReadOnlyList<ManifestEntry> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new WeightsException(path, "there is no such file; the command without --check writes it");
        }

        if (new FileInfo(path).Length > MaxLength)
        {
            throw new WeightsException(path, $"is longer than {MaxLength} bytes, so it is no manifest");
        }

        try
        {
            ManifestEntry?[]? entries = JsonSerializer.Deserialize<ManifestEntry?[]>(File.ReadAllBytes(path), Options);
            return entries?.OfType<ManifestEntry>().ToArray() is { } listed && listed.Length == entries.Length
                ? listed
                : throw new WeightsException(path, "is no manifest: it holds null; it must hold a list of files");
        }
        catch (JsonException exception)
        {
            throw new WeightsException(
                path, $"is no manifest: {Quoted.Line(exception.Message)}", innerException: exception);
        }
    }

    /// <summary>What differs between a manifest and what is there, one line each.</summary>
    internal static IEnumerable<string> Compare(
        IReadOnlyList<ManifestEntry> manifest, IReadOnlyList<ManifestEntry> found)
    {
        ILookup<string, ManifestEntry> listed = manifest.ToLookup(entry => entry.File, StringComparer.Ordinal);
        foreach (ManifestEntry entry in found)
        {
            string? finding = listed[entry.File].Count() switch
            {
                0 => "is not in the manifest",
                1 => Compare(listed[entry.File].Single(), entry),
                _ => "is in the manifest twice",
            };
            if (finding is not null)
            {
                yield return $"{TerminalText.Plain(entry.File)} {finding}";
            }
        }

        IEnumerable<string> absent = listed
            .Select(group => group.Key)
            .Except(found.Select(entry => entry.File), StringComparer.Ordinal);
        foreach (string missing in absent)
        {
            yield return $"{TerminalText.Plain(missing)} is in the manifest and not in the folder";
        }
    }

    private static string? Compare(ManifestEntry listed, ManifestEntry found)
    {
        List<string> differences = [];
        Note("size", $"{listed.Size}", $"{found.Size}");
        Note("SHA-256", listed.Sha256, found.Sha256);
        Note("format", listed.Format, found.Format);
        Note("config", listed.Config ?? "none", found.Config ?? "none");
        Note("classes", string.Join(", ", listed.Classes), string.Join(", ", found.Classes));
        return differences.Count == 0 ? null : string.Join("; ", differences);

        void Note(string what, string inManifest, string inFolder)
        {
            if (inManifest != inFolder)
            {
                differences.Add($"has {what} {Quoted.Text(inFolder)}; the manifest has {Quoted.Text(inManifest)}");
            }
        }
    }

    private static List<ManifestEntry> DescribeOne(string path, ProgressLine progress)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        YolactConfig? config = ConfigText.TryRecognize(checkpoint.Weights, out _);
        List<ManifestEntry> entries = [];
        foreach (string file in Checkpoint.FilesOf(checkpoint.Source))
        {
            entries.Add(new ManifestEntry(
                Path.GetFileName(file),
                new FileInfo(file).Length,
                FileHash.Compute(file, progress),
                checkpoint.Source.Format.ToString(),
                config?.Name,
                config is null ? [] : [.. config.ClassNames]));
        }

        return entries;
    }
}
