using System.IO.Enumeration;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Cli;

/// <summary>Turns what stands on the command line into image files.</summary>
internal static class InputFiles
{
    /// <summary>
    /// Expands files, folders (their images, sorted, not deeper) and patterns with * and ? in the last part of a path. A file
    /// that is named twice is taken once. What matches nothing is an error, reported through <paramref name="fail"/>.
    /// </summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> inputs, Action<string> fail)
    {
        List<string> files = [];
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (string input in inputs)
        {
            string[] found = Find(input, fail);
            files.AddRange(found.Where(file => taken.Add(Path.GetFullPath(file))));
        }

        return files;
    }

    /// <summary>Gives each file a name of its own for its results: the file's name without ending, numbered where two would meet.</summary>
    public static IReadOnlyList<string> ResultNames(IReadOnlyList<string> files)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<string> names = [];
        foreach (string file in files)
        {
            string stem = Path.GetFileNameWithoutExtension(file);
            string name = stem;
            for (int i = 2; !taken.Add(name); i++)
            {
                name = $"{stem}-{i}";
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>
    /// Gives what each file is called in tables and documents: its file name; where two have the same, all are called by their paths from
    /// the folder that they have in common.
    /// </summary>
    public static IReadOnlyList<string> ShownNames(IReadOnlyList<string> files)
    {
        string[] names = [.. files.Select(file => Path.GetFileName(file))];
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length)
        {
            return names;
        }

        string[] paths = [.. files.Select(Path.GetFullPath)];
        string? common = Path.GetDirectoryName(paths[0]);
        while (common is not null && !paths.All(path => IsInside(path, common)))
        {
            common = Path.GetDirectoryName(common);
        }

        return common is null ? files : [.. paths.Select(path => Path.GetRelativePath(common, path).Replace('\\', '/'))];
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith($"{folder.TrimEnd(Path.DirectorySeparatorChar)}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string[] Find(string input, Action<string> fail)
    {
        if (File.Exists(input))
        {
            return [input];
        }

        bool isFolder = Directory.Exists(input);
        string folder = isFolder ? input : Path.GetDirectoryName(input) is { Length: > 0 } parent ? parent : ".";
        string pattern = isFolder ? "*" : Path.GetFileName(input);
        if (!Directory.Exists(folder) || !pattern.AsSpan().ContainsAny('*', '?'))
        {
            fail($"{input}: there is no such file or folder");
            return [];
        }

        string[] found = [.. Directory.EnumerateFiles(folder)
            .Where(file => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file)) && IsImage(file))
            .Order(StringComparer.Ordinal)];
        if (found.Length == 0)
        {
            fail(isFolder ? $"{input}: the folder holds no images" : $"{input}: no image matches the pattern");
        }

        return found;
    }

    private static bool IsImage(string file) =>
        ImageDecoder.FileExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
