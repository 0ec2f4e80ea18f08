using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Writes raw motion JPEG: JPEG files end to end.</summary>
public sealed class MjpegWriter : IVideoWriter
{
    private readonly string path;
    private readonly int width;
    private readonly int height;
    private readonly int quality;
    private readonly FileStream stream;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="quality">Of the JPEGs, 1 to 100.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public MjpegWriter(string path, int width, int height, int quality = JpegFile.DefaultQuality)
    {
        this.path = path;
        this.width = width;
        this.height = height;
        this.quality = quality;
        stream = VideoFile.Create(path);
    }

    /// <inheritdoc/>
    public void Write(RgbImage frame)
    {
        FrameGuard.CheckWritten(frame, width, height);
        try
        {
            using MemoryStream jpeg = new();
            JpegFile.Write(jpeg, frame, quality);
            stream.Write(jpeg.GetBuffer(), 0, (int)jpeg.Length);
            stream.Flush();
        }
        catch (IOException exception)
        {
            throw new OutputException(path, $"cannot be written: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Complete() => stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
