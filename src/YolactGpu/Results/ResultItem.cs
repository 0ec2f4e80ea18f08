using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Results;

/// <summary>What was found on one photo, or one frame of a video, on its way to files.</summary>
/// <param name="Name">What its files are called, without an ending; every item of a run has another.</param>
/// <param name="Found">What was found.</param>
/// <param name="Picture">The picture that was searched.</param>
public sealed record ResultItem(string Name, Detections Found, RgbImage Picture)
{
    private InstanceDocument? document;

    /// <summary>Gets the file that the picture came from; null for a frame of a video.</summary>
    public string? SourcePath { get; init; }

    /// <summary>Gets the picture's name inside of documents.</summary>
    public string FileName => SourcePath is null ? $"{Name}.png" : Path.GetFileName(SourcePath);

    /// <summary>Gets the picture's id in COCO's formats.</summary>
    public long ImageId { get; init; }

    /// <summary>Gets how long decoding the picture took.</summary>
    public TimeSpan Decode { get; init; }

    /// <summary>Gets the project's own document of what was found; it is made once.</summary>
    public InstanceDocument Document => document ??= Found.ToDocument(FileName, Decode);
}
