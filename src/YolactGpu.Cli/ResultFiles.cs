using System.Diagnostics;
using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Cli;

/// <summary>The result files of a run: NAME.json and NAME.png for each photo, in one folder.</summary>
internal sealed class ResultFiles
{
    private readonly ImageDecoder decoder = new();
    private readonly string folder;
    private readonly IReadOnlyList<string> photos;
    private readonly IReadOnlyList<string> names;
    private readonly HashSet<string> photoPaths;
    private readonly OverlayOptions? overlay;

    /// <summary>Names the files.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="photos">The photos.</param>
    /// <param name="overlay">What NAME.png shows; null for none.</param>
    public ResultFiles(string folder, IReadOnlyList<string> photos, OverlayOptions? overlay)
    {
        this.folder = folder;
        this.photos = photos;
        this.overlay = overlay;
        names = InputFiles.ResultNames(photos);
        photoPaths = new HashSet<string>(photos.Select(RealPath), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Searches one photo and writes its results.</summary>
    /// <exception cref="ImageException">The photo cannot be read.</exception>
    /// <exception cref="OutputException">A result cannot be written, or would take the place of a photo.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing has been written.</exception>
    public InstanceDocument Write(int index, YolactDetector detector, CancellationToken cancellation)
    {
        string document = PathOf(index, ".json");
        string picture = PathOf(index, ".png");
        RefuseToReplacePhoto(document);
        if (overlay is not null)
        {
            RefuseToReplacePhoto(picture);
        }

        long start = Stopwatch.GetTimestamp();
        RgbImage image = decoder.Decode(photos[index]);
        TimeSpan decode = Stopwatch.GetElapsedTime(start);
        Detections found = detector.Detect(image, cancellation);
        InstanceDocument result = found.ToDocument(Path.GetFileName(photos[index]), decode);
        InstanceFile.Write(document, result);
        if (overlay is not null)
        {
            PngFile.Write(picture, found.Draw(image, overlay));
        }

        return result;
    }

    /// <summary>Gives the path of a photo's result.</summary>
    private string PathOf(int index, string ending) => Path.Combine(folder, names[index] + ending);

    private void RefuseToReplacePhoto(string path)
    {
        if (photoPaths.Contains(RealPath(path)))
        {
            throw new OutputException(path, "is one of the photos and would be overwritten; choose another --output");
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
