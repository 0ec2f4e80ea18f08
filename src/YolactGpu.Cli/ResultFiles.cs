using System.Diagnostics;
using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Results;

namespace YolactGpu.Cli;

/// <summary>The result files of a run over photos.</summary>
/// <param name="photos">The photos.</param>
/// <param name="writers">What writes the files.</param>
/// <param name="guard">What keeps them from taking the place of photos.</param>
/// <param name="ids">The photos' ids; null where nobody asks for them.</param>
internal sealed class ResultFiles(IReadOnlyList<string> photos, ResultWriters writers, PhotoGuard guard, CocoImageIds? ids)
{
    private readonly ImageDecoder decoder = new();
    private readonly IReadOnlyList<string> names = InputFiles.ResultNames(photos);
    private readonly IReadOnlyList<string> shownNames = InputFiles.ShownNames(photos);

    /// <summary>Searches one photo and writes its results.</summary>
    /// <exception cref="ImageException">The photo cannot be read.</exception>
    /// <exception cref="OutputException">A result cannot be written, or would take the place of a photo.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing has been written.</exception>
    public InstanceDocument Write(int index, YolactDetector detector, CancellationToken cancellation)
    {
        string photo = photos[index];
        long id = ids?.Of(photo) ?? 0;
        foreach (string path in writers.FilesOf(names[index]))
        {
            guard.Check(path);
        }

        long start = Stopwatch.GetTimestamp();
        RgbImage image = decoder.Decode(photo);
        TimeSpan decode = Stopwatch.GetElapsedTime(start);
        ResultItem item = new(names[index], detector.Detect(image, cancellation), image)
        {
            SourcePath = photo,
            FileName = shownNames[index],
            ImageId = id,
            Decode = decode,
        };
        writers.Write(item);
        return item.Document;
    }
}
