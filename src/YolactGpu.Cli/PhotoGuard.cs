using YolactGpu.Data;

namespace YolactGpu.Cli;

/// <summary>Keeps results from taking the place of what was searched.</summary>
/// <param name="photos">What was searched: photos, a video, or the images of one.</param>
/// <param name="what">What a path of them is, in the error.</param>
/// <param name="option">The option that tells another place, in the error.</param>
internal sealed class PhotoGuard(IEnumerable<string> photos, string what = "one of the photos", string option = "--output")
{
    private readonly HashSet<string> photoPaths = new(photos.Select(RealPath), StringComparer.OrdinalIgnoreCase);

    /// <summary>Throws where a result would take the place of a photo.</summary>
    /// <exception cref="OutputException">It would.</exception>
    public void Check(string path)
    {
        if (photoPaths.Contains(RealPath(path)))
        {
            throw new OutputException(path, $"is {what} and would be overwritten; choose another {option}");
        }
    }

    /// <summary>Gives a path without links on the way, so that one file has one path.</summary>
    private static string RealPath(string path)
    {
        string full = Path.GetFullPath(path);
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        string here = Path.Combine(RealPath(parent), Path.GetFileName(full));
        FileSystemInfo? target = Directory.Exists(here)
            ? Directory.ResolveLinkTarget(here, returnFinalTarget: true)
            : File.Exists(here) ? File.ResolveLinkTarget(here, returnFinalTarget: true) : null;
        return target is null ? here : RealPath(target.FullName);
    }
}
