using System.IO.Enumeration;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Cli;

/// <summary>Turns what stands on the command line into image files.</summary>
internal static class InputFiles
{
    /// <summary>
    /// Expands files, folders (their images, sorted, not deeper) and patterns with * and ? in the last part of a path.
    /// What matches nothing is an error, reported through <paramref name="fail"/>.
    /// </summary>
    public static IReadOnlyList<string> Expand(IEnumerable<string> inputs, Action<string> fail)
    {
        List<string> files = [];
        foreach (string input in inputs)
        {
            if (File.Exists(input))
            {
                files.Add(input);
                continue;
            }

            List<string> found = Find(input);
            if (found.Count == 0)
            {
                fail($"{input}: no such file, folder with images, or pattern with a match.");
            }

            files.AddRange(found);
        }

        return [.. files.Distinct()];
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

    private static List<string> Find(string input)
    {
        if (Directory.Exists(input))
        {
            return [.. Directory.EnumerateFiles(input).Where(IsImage).Order(StringComparer.Ordinal)];
        }

        string folder = Path.GetDirectoryName(input) is { Length: > 0 } parent ? parent : ".";
        string pattern = Path.GetFileName(input);
        return pattern.AsSpan().ContainsAny('*', '?') && Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder)
                .Where(file => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file)) && IsImage(file))
                .Order(StringComparer.Ordinal)]
            : [];
    }

    private static bool IsImage(string file) =>
        ImageDecoder.FileExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
