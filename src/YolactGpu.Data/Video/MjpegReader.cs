using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Reads raw motion JPEG: JPEG files that lie end to end. Such a stream does not tell its rate.</summary>
public sealed class MjpegReader : IVideoSource
{
    private readonly Stream stream;
    private readonly string name;
    private readonly JpegSplitter splitter;
    private readonly JpegFrames frames;
    private RgbImage? ahead;
    private long index;

    /// <summary>Reads the first frame.</summary>
    /// <param name="stream">The video; it becomes the reader's own.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="rate">Frames per second.</param>
    /// <exception cref="VideoException">It is no such video.</exception>
    public MjpegReader(Stream stream, string name, FrameRate rate)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        this.name = name;
        splitter = new JpegSplitter(stream, name, new ImageDecoderOptions().MaxBytes);
        frames = new JpegFrames(name);
        byte[] first = splitter.Next() ?? throw new VideoException(name, "holds no frames; a motion JPEG needs one at least");
        ahead = frames.Decode(first, 0);
        Info = new VideoInfo(ahead.Width, ahead.Height, rate, null);
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public RgbImage? Read()
    {
        if (ahead is { } first)
        {
            ahead = null;
            index = 1;
            return first;
        }

        if (splitter.Next() is not { } jpeg)
        {
            return null;
        }

        RgbImage frame = FrameGuard.CheckFrame(name, index, frames.Decode(jpeg, index), Info.Width, Info.Height);
        index++;
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
