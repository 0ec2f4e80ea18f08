using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Writes every frame as a PNG or a JPEG file of its own, by a pattern such as out/frame_%04d.png, numbered from 0.</summary>
public sealed class ImageSequenceWriter : IVideoWriter
{
    private readonly FramePattern pattern;
    private readonly bool isJpeg;
    private readonly int width;
    private readonly int height;
    private readonly int quality;
    private long index;

    /// <summary>Prepares the names.</summary>
    /// <param name="path">The pattern, ending with .png, .jpg or .jpeg.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="quality">Of JPEGs, 1 to 100.</param>
    /// <exception cref="OutputException">It is no such pattern.</exception>
    public ImageSequenceWriter(string path, int width, int height, int quality = JpegFile.DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(path);
        pattern = FramePattern.Parse(path)
            ?? throw new OutputException(path, "a sequence needs a pattern with one number such as frame_%04d.png");
        string ending = Path.GetExtension(path).ToUpperInvariant();
        isJpeg = ending is ".JPG" or ".JPEG";
        if (!isJpeg && ending != ".PNG")
        {
            throw new OutputException(path, "a sequence is written as .png, .jpg or .jpeg");
        }

        this.width = width;
        this.height = height;
        this.quality = quality;
    }

    /// <inheritdoc/>
    public void Write(RgbImage frame)
    {
        FrameGuard.CheckWritten(frame, width, height);
        string path = pattern.PathOf(index++);
        if (isJpeg)
        {
            JpegFile.Write(path, frame, quality);
        }
        else
        {
            PngFile.Write(path, frame);
        }
    }

    /// <summary>Every file is whole already.</summary>
    public void Complete()
    {
    }

    /// <summary>Nothing is held open.</summary>
    public void Dispose()
    {
    }
}
