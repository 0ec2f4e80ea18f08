using System.Runtime.CompilerServices;
using System.Text.Json;

namespace YolactGpu.Tests.Golden;

/// <summary>A folder of golden files, described by its MANIFEST.json.</summary>
public sealed class GoldenFolder
{
    private GoldenFolder(string path)
    {
        Path = path;
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(path, "MANIFEST.json")));
        Entries = [.. manifest.RootElement.GetProperty("files").EnumerateArray().Select(entry => new GoldenEntry(path, entry.Clone()))];
    }

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Gets what the manifest describes.</summary>
    public IReadOnlyList<GoldenEntry> Entries { get; }

    /// <summary>
    /// Gives the folders to test: the project's own kernels-tests/golden, and that named by YOLACTGPU_GOLDEN, by default
    /// ../shared/golden beside the repository where it exists.
    /// </summary>
    public static IEnumerable<GoldenFolder> All()
    {
        yield return new GoldenFolder(System.IO.Path.Combine(RepositoryRoot(), "kernels-tests", "golden"));
        if (ExternalPath() is { } external)
        {
            yield return new GoldenFolder(external);
        }
    }

    /// <summary>Gives the folder outside the project, or null where there is none.</summary>
    public static string? ExternalPath()
    {
        if (Environment.GetEnvironmentVariable("YOLACTGPU_GOLDEN") is { Length: > 0 } named)
        {
            return named;
        }

        string beside = System.IO.Path.Combine(RepositoryRoot(), "..", "shared", "golden");
        return Directory.Exists(beside) ? System.IO.Path.GetFullPath(beside) : null;
    }

    /// <summary>Gives the root of the repository, from where this file was compiled.</summary>
    public static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}

/// <summary>One file of a golden folder with what the manifest says about it.</summary>
public sealed record GoldenEntry(string Folder, JsonElement Description)
{
    /// <summary>Gets the file's name.</summary>
    public string File => Description.GetProperty("file").GetString()!;

    /// <summary>Gets the file's path.</summary>
    public string FilePath => System.IO.Path.Combine(Folder, File);

    /// <summary>Gets the manifest's cases, or none.</summary>
    public IEnumerable<JsonElement> Cases =>
        Description.TryGetProperty("cases", out JsonElement cases) ? cases.EnumerateArray() : [];
}
