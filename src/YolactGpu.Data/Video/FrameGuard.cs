using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Checks of sizes that the readers and the writers share.</summary>
internal static class FrameGuard
{
    /// <summary>Refuses a size that no picture may have, before anything is allocated by it.</summary>
    /// <exception cref="VideoException">It is one.</exception>
    internal static void CheckSize(string name, long width, long height)
    {
        if (width < 1 || height < 1)
        {
            throw new VideoException(name, $"damaged: its header gives a size of {width} x {height} pixels");
        }

        long most = new ImageDecoderOptions().MaxPixels;
        if (width > most || height > most || width * height > most)
        {
            throw new VideoException(name, $"too large: {width} x {height} pixels; frames of at most {most} pixels are taken");
        }
    }

    /// <summary>Refuses a frame of another size than the video's.</summary>
    /// <exception cref="VideoException">It is one.</exception>
    internal static RgbImage CheckFrame(string name, long index, RgbImage frame, int width, int height) =>
        frame.Width == width && frame.Height == height
            ? frame
            : throw new VideoException(
                name, $"frame {index} is {frame.Width} x {frame.Height}; the video is {width} x {height}, and all frames must be");

    /// <summary>Refuses to write a frame of another size than the video's.</summary>
    /// <exception cref="ArgumentException">It is one.</exception>
    internal static void CheckWritten(RgbImage frame, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Width != width || frame.Height != height)
        {
            throw new ArgumentException(
                $"frame is {frame.Width} x {frame.Height}; the video is {width} x {height}.", nameof(frame));
        }
    }
}
