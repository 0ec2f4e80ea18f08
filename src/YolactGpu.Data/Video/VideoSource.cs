namespace YolactGpu.Data.Video;

/// <summary>Choices made when a video is opened.</summary>
public sealed record VideoSourceOptions
{
    /// <summary>Frames per second where the video does not tell: of images and raw motion JPEG.</summary>
    public FrameRate Rate { get; init; } = FrameRate.Default;

    /// <summary>ffmpeg's name or path.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";
}

/// <summary>Opens videos of all kinds.</summary>
public static class VideoSource
{
    private const int SignatureBytes = 12;

    /// <summary>
    /// Opens a folder of images, a pattern such as frame_%04d.png, a Y4M file, motion JPEG raw or in AVI, told by what they begin
    /// with, and everything else through FFmpeg.
    /// </summary>
    /// <exception cref="VideoException">It cannot be read.</exception>
    public static IVideoSource Open(string path, VideoSourceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        VideoSourceOptions chosen = options ?? new VideoSourceOptions();
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return new FfmpegReader(path, chosen.Ffmpeg);
        }

        return ImageSequenceReader.IsSequence(path)
            ? new ImageSequenceReader(path, chosen.Rate)
            : OpenFile(path, chosen);
    }

    private static IVideoSource OpenFile(string path, VideoSourceOptions options)
    {
        FileStream stream = VideoFile.Open(path);
        IVideoSource? native = null;
        try
        {
            native = OpenNative(stream, path, options);
        }
        finally
        {
            if (native is null)
            {
                stream.Dispose();
            }
        }

        return native ?? new FfmpegReader(path, options.Ffmpeg);
    }

    private static IVideoSource? OpenNative(FileStream stream, string path, VideoSourceOptions options)
    {
        byte[] bytes = new byte[SignatureBytes];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = bytes.AsSpan(0, read);
        if (start.IsEmpty)
        {
            throw new VideoException(path, "is empty; a video is needed");
        }

        bool isAvi = AviHeader.IsAvi(start) && AviHeader.Read(stream, path).IsMotionJpeg;
        stream.Position = 0;
        if (isAvi)
        {
            return new AviReader(stream, path);
        }

        if (start.StartsWith("YUV4MPEG2"u8))
        {
            return new Y4mReader(stream, path);
        }

        return start is [0xff, 0xd8, 0xff, ..] ? new MjpegReader(stream, path, options.Rate) : null;
    }
}
