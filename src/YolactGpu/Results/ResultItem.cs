using System.Globalization;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Video;

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

    /// <summary>Gets where in a video the picture stands; null for a photo.</summary>
    public VideoFrame? Frame { get; init; }

    /// <summary>Gets the picture's name inside of documents; the source's file name where it is not told.</summary>
    public string FileName
    {
        get => field ?? (SourcePath is null ? $"{Name}.png" : Path.GetFileName(SourcePath));
        init;
    }

    /// <summary>Gets the picture's id in COCO's formats.</summary>
    public long ImageId { get; init; }

    /// <summary>Gets how long decoding the picture took.</summary>
    public TimeSpan Decode { get; init; }

    /// <summary>Gets the project's own document of what was found; it is made once. That of a frame names the video.</summary>
    public InstanceDocument Document => document ??= Frame is null ? Found.ToDocument(FileName, Decode) : ToDocument(Frame);

    /// <summary>What was found on a frame of a video; its files are called frame_000012 and so on.</summary>
    /// <param name="video">The video's name inside of documents.</param>
    /// <param name="frame">The frame.</param>
    public static ResultItem OfFrame(string video, FrameDetections frame)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(frame);
        return new ResultItem(NameOfFrame(frame.Index), frame.Found, frame.Picture)
        {
            Frame = new VideoFrame(video, frame.Index, frame.Time),
            ImageId = frame.Index,
            Decode = frame.Decode,
        };
    }

    /// <summary>What the files of a frame are called.</summary>
    internal static string NameOfFrame(long index) => string.Create(CultureInfo.InvariantCulture, $"frame_{index:000000}");

    private InstanceDocument ToDocument(VideoFrame frame)
    {
        InstanceDocument found = Found.ToDocument(frame.Video, Decode);
        return found with
        {
            Image = found.Image with { Frame = frame.Index, Time = Math.Round(frame.Time.TotalSeconds, 6) },
        };
    }
}
