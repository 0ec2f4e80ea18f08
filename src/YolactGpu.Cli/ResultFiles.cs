using System.Diagnostics;
using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Cli;

/// <summary>The result files of a run: NAME.json and NAME.png for each photo, in one folder.</summary>
internal sealed class ResultFiles(string folder, IReadOnlyList<string> files, bool overlay)
{
    private readonly ImageDecoder decoder = new();
    private readonly IReadOnlyList<string> names = InputFiles.ResultNames(files);

    private readonly HashSet<string> inputs = new(files.Select(Path.GetFullPath), StringComparer.OrdinalIgnoreCase);

    /// <summary>Searches one photo and writes its results.</summary>
    public InstanceDocument Write(int index, YolactDetector detector)
    {
        string stem = Path.Combine(folder, names[index]);
        string picture = $"{stem}.png";
        if (overlay && inputs.Contains(Path.GetFullPath(picture)))
        {
            throw new OutputException(picture, "it is one of the photos and would be overwritten; choose another --output");
        }

        long start = Stopwatch.GetTimestamp();
        RgbImage image = decoder.Decode(files[index]);
        TimeSpan decode = Stopwatch.GetElapsedTime(start);
        Detections found = detector.Detect(image);
        InstanceDocument document = found.ToDocument(Path.GetFileName(files[index]), decode);
        InstanceFile.Write($"{stem}.json", document);
        if (overlay)
        {
            PngFile.Write(picture, found.Draw(image));
        }

        return document;
    }
}
