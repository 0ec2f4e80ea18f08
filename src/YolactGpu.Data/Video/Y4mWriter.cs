using System.Text;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Writes YUV4MPEG2 video of 8 bits, BT.601; a chroma sample is the mean of the pixels that it stands for.</summary>
public sealed class Y4mWriter : IVideoWriter
{
    private static readonly byte[] FrameLine = Encoding.ASCII.GetBytes(Y4mHeader.FrameMagic + "\n");

    private readonly string path;
    private readonly FileStream stream;
    private readonly Y4mHeader header;
    private readonly YuvColours colours;
    private readonly byte[] planes;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="sampling">How finely chroma is sampled.</param>
    /// <param name="isFullRange">Whether all 256 levels are used, which few players know of.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public Y4mWriter(
        string path, int width, int height, FrameRate rate, Y4mSampling sampling = Y4mSampling.Yuv420, bool isFullRange = false)
    {
        this.path = path;
        header = new Y4mHeader(width, height, rate, sampling, isFullRange);
        colours = new YuvColours(isFullRange);
        planes = new byte[header.FrameBytes];
        stream = VideoFile.Create(path);
        stream.Write(header.ToBytes());
    }

    /// <inheritdoc/>
    public void Write(RgbImage frame)
    {
        FrameGuard.CheckWritten(frame, header.Width, header.Height);
        Convert(frame);
        try
        {
            stream.Write(FrameLine);
            stream.Write(planes);
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

    private void Convert(RgbImage frame)
    {
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = frame.Row(y);
            for (int x = 0; x < header.Width; x++)
            {
                planes[(y * header.Width) + x] = colours.Luma(row.Slice(x * RgbImage.Channels, RgbImage.Channels));
            }
        }

        int first = header.Width * header.Height;
        int chromaBytes = header.ChromaWidth * header.ChromaHeight;
        for (int i = 0; i < chromaBytes; i++)
        {
            (planes[first + i], planes[first + chromaBytes + i]) = Chroma(frame, i % header.ChromaWidth, i / header.ChromaWidth);
        }
    }

    private (byte Cb, byte Cr) Chroma(RgbImage frame, int column, int line)
    {
        int across = header.Sampling == Y4mSampling.Yuv444 ? 1 : 2;
        int down = header.Sampling == Y4mSampling.Yuv420 ? 2 : 1;
        int right = Math.Min((column + 1) * across, header.Width);
        int bottom = Math.Min((line + 1) * down, header.Height);
        int r = 0;
        int g = 0;
        int b = 0;
        int count = 0;
        for (int y = line * down; y < bottom; y++)
        {
            ReadOnlySpan<byte> row = frame.Row(y);
            for (int x = column * across; x < right; x++)
            {
                r += row[x * RgbImage.Channels];
                g += row[(x * RgbImage.Channels) + 1];
                b += row[(x * RgbImage.Channels) + 2];
                count++;
            }
        }

        return colours.Chroma((double)r / count, (double)g / count, (double)b / count);
    }
}
