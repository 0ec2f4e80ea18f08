using System.Text;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>
/// Reads YUV4MPEG2 video of 8 bits: 4:2:0, 4:2:2, 4:4:4 and grey. A chroma sample colours all pixels that it stands for.
/// </summary>
public sealed class Y4mReader : IVideoSource
{
    private readonly Stream stream;
    private readonly string name;
    private readonly Y4mHeader header;
    private readonly YuvColours colours;
    private readonly byte[] planes;
    private long frames;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The video; it becomes the reader's own.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="VideoException">It is no such video.</exception>
    public Y4mReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        this.name = name;
        header = Y4mHeader.Parse(name, ReadLine() ?? throw new VideoException(name, "is empty; a Y4M video is needed"));
        colours = new YuvColours(header.IsFullRange);
        planes = new byte[header.FrameBytes];
        Info = new VideoInfo(header.Width, header.Height, header.Rate, FrameCount());
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public RgbImage? Read()
    {
        string? line = ReadLine();
        if (line is null)
        {
            return null;
        }

        if (line != Y4mHeader.FrameMagic && !line.StartsWith(Y4mHeader.FrameMagic + " ", StringComparison.Ordinal))
        {
            throw new VideoException(name, $"damaged: frame {frames} does not begin with {Y4mHeader.FrameMagic}");
        }

        int read = stream.ReadAtLeast(planes, planes.Length, throwOnEndOfStream: false);
        if (read < planes.Length)
        {
            throw new VideoException(name, $"truncated: frame {frames} has {read} of its {planes.Length} bytes");
        }

        frames++;
        return ToRgb();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private long? FrameCount() =>
        stream.CanSeek ? (stream.Length - stream.Position) / (header.FrameBytes + Y4mHeader.FrameMagic.Length + 1) : null;

    /// <summary>A line without its end; null at the stream's end.</summary>
    private string? ReadLine()
    {
        StringBuilder line = new();
        for (int next = stream.ReadByte(); next != '\n'; next = stream.ReadByte())
        {
            if (next < 0)
            {
                return line.Length == 0 ? null : throw new VideoException(name, "truncated: it ends within a header");
            }

            if (line.Length == Y4mHeader.MostBytes)
            {
                throw new VideoException(name, $"damaged: a header is longer than {Y4mHeader.MostBytes} bytes");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    private RgbImage ToRgb()
    {
        RgbImage frame = new(header.Width, header.Height);
        int chromaBytes = header.ChromaWidth * header.ChromaHeight;
        ReadOnlySpan<byte> cb = planes.AsSpan(header.Width * header.Height, chromaBytes);
        ReadOnlySpan<byte> cr = planes.AsSpan((header.Width * header.Height) + chromaBytes, chromaBytes);
        int acrossShift = header.Sampling is Y4mSampling.Yuv420 or Y4mSampling.Yuv422 ? 1 : 0;
        int downShift = header.Sampling == Y4mSampling.Yuv420 ? 1 : 0;
        bool isGrey = header.Sampling == Y4mSampling.Mono;
        const byte noChroma = 128;
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> luma = planes.AsSpan(y * header.Width, header.Width);
            Span<byte> row = frame.Row(y);
            int chromaRow = (y >> downShift) * header.ChromaWidth;
            for (int x = 0; x < header.Width; x++)
            {
                int at = isGrey ? 0 : chromaRow + (x >> acrossShift);
                Span<byte> pixel = row.Slice(x * RgbImage.Channels, RgbImage.Channels);
                colours.ToRgb(luma[x], isGrey ? noChroma : cb[at], isGrey ? noChroma : cr[at], pixel);
            }
        }

        return frame;
    }
}
