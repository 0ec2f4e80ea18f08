using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>What is known of a video before its frames are read.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rate">Frames per second.</param>
/// <param name="FrameCount">How many frames there are, as the file says; null where it does not.</param>
public sealed record VideoInfo(int Width, int Height, FrameRate Rate, long? FrameCount);

/// <summary>A video that is read frame by frame, by one thread at a time.</summary>
public interface IVideoSource : IDisposable
{
    /// <summary>Size, rate and length.</summary>
    VideoInfo Info { get; }

    /// <summary>The next frame, a picture of its own; null after the last one.</summary>
    /// <exception cref="VideoException">The video is truncated or damaged, or the frame is of another size than the first.</exception>
    RgbImage? Read();
}

/// <summary>A video that is written frame by frame, by one thread at a time.</summary>
public interface IVideoWriter : IDisposable
{
    /// <summary>Adds a frame. What was added before can be played even if the process is killed from here on.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    /// <exception cref="ArgumentException">The frame is not of the video's size.</exception>
    void Write(RgbImage frame);

    /// <summary>Ends the video, with its index where it has one. Disposing alone closes the file as it is.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    void Complete();
}
