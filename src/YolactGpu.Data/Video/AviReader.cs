using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>
/// Reads motion JPEG from AVI, front to back and without the index. A recording that was killed is read up to its last
/// whole frame; a file that is cut off within what its header tells of is truncated. An empty chunk repeats the frame before it.
/// </summary>
public sealed class AviReader : IVideoSource
{
    private readonly Stream stream;
    private readonly string name;
    private readonly AviHeader header;
    private readonly JpegFrames frames;
    private readonly string[] chunkIds;
    private long? listEnd;
    private RgbImage? last;
    private long index;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The video; it can be positioned, and becomes the reader's own.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="VideoException">It is no such video.</exception>
    public AviReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        this.name = name;
        header = AviHeader.Read(stream, name);
        if (!header.IsMotionJpeg)
        {
            throw new VideoException(name, $"its video is {header.Codec}; of AVI files those of motion JPEG (MJPG) are taken");
        }

        frames = new JpegFrames(name);
        chunkIds = [$"{header.Stream:00}dc", $"{header.Stream:00}db"];
        listEnd = header.MoviEnd;
        Info = new VideoInfo(header.Width, header.Height, header.Rate, header.FrameCount);
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public RgbImage? Read()
    {
        while (RiffChunk.Read(stream) is RiffChunk chunk)
        {
            if (chunk.ListType is not null)
            {
                // A RIFF part, or the list of frames in it; the groups of frames (rec) lie within a list.
                listEnd = chunk.ListType == "movi" ? chunk.Size > 4 ? chunk.End : null : listEnd;
                continue;
            }

            if (chunk.Start + chunk.Size > stream.Length)
            {
                if (listEnd is null || chunk.Start - 8 >= listEnd)
                {
                    return null;
                }

                throw new VideoException(
                    name, $"truncated: frame {index} has {Math.Max(0, stream.Length - chunk.Start)} of its {chunk.Size} bytes");
            }

            if (chunkIds.Contains(chunk.Id))
            {
                return Frame(chunk);
            }

            stream.Position = chunk.End;
        }

        return listEnd > stream.Length ? throw new VideoException(name, $"truncated: it ends after {index} frames") : null;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private RgbImage Frame(RiffChunk chunk)
    {
        if (chunk.Size == 0)
        {
            index++;
            return last?.Clone() ?? throw new VideoException(name, "damaged: its first frame is empty");
        }

        if (chunk.Size > new ImageDecoderOptions().MaxBytes)
        {
            throw new VideoException(name, $"damaged: frame {index} has {chunk.Size} bytes");
        }

        byte[] jpeg = new byte[chunk.Size];
        stream.ReadExactly(jpeg);
        stream.Position = chunk.End;
        last = FrameGuard.CheckFrame(name, index, frames.Decode(jpeg, index), Info.Width, Info.Height);
        index++;
        return last;
    }
}
