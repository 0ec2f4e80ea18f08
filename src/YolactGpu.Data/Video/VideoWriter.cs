using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Choices made when a video is created.</summary>
public sealed record VideoWriterOptions
{
    /// <summary>The quality of JPEGs, 1 to 100.</summary>
    public int Quality { get; init; } = JpegFile.DefaultQuality;

    /// <summary>How finely Y4M's chroma is sampled.</summary>
    public Y4mSampling Sampling { get; init; } = Y4mSampling.Yuv420;

    /// <summary>ffmpeg's name or path.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";
}

/// <summary>Creates videos of all kinds.</summary>
public static class VideoWriter
{
    /// <summary>
    /// Creates a video of the kind that its ending tells: .y4m, .avi and .mjpeg or .mjpg by this library, a pattern such as
    /// frame_%04d.png as images, everything else through FFmpeg.
    /// </summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static IVideoWriter Create(string path, int width, int height, FrameRate rate, VideoWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        VideoWriterOptions chosen = options ?? new VideoWriterOptions();
        string ending = Path.GetExtension(path).ToUpperInvariant();
        return ending switch
        {
            ".Y4M" => new Y4mWriter(path, width, height, rate, chosen.Sampling),
            ".AVI" => new AviWriter(path, width, height, rate, chosen.Quality),
            ".MJPEG" or ".MJPG" => new MjpegWriter(path, width, height, chosen.Quality),
            ".PNG" or ".JPG" or ".JPEG" => new ImageSequenceWriter(path, width, height, chosen.Quality),
            "" => throw new OutputException(
                path, "the name has no ending that tells the kind of video; take .avi, .y4m, .mjpeg, a pattern such as frame_%04d.png, or .mp4"),
            _ => new FfmpegWriter(path, width, height, rate, chosen.Ffmpeg),
        };
    }
}
