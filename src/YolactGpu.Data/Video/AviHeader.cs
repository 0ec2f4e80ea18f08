using System.Buffers.Binary;
using System.Text;

namespace YolactGpu.Data.Video;

/// <summary>What an AVI file says of its first video stream, and where its frames begin.</summary>
/// <param name="Codec">Its compression in four letters, upper case.</param>
/// <param name="Stream">Its number.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rate">Frames per second.</param>
/// <param name="FrameCount">Frames; null where the file does not tell.</param>
/// <param name="MoviEnd">Where the list of frames ends; null where it was never told, as in a recording that was cut off.</param>
internal sealed record AviHeader(string Codec, int Stream, int Width, int Height, FrameRate Rate, long? FrameCount, long? MoviEnd)
{
    private const int StreamHeaderBytes = 36;
    private const int BitmapHeaderBytes = 20;
    private const int MostChunkBytes = 1 << 16;

    internal bool IsMotionJpeg => Codec is "MJPG" or "JPEG";

    internal static bool IsAvi(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && start[..4].SequenceEqual("RIFF"u8) && start[8..12].SequenceEqual("AVI "u8);

    /// <summary>Reads up to the list of frames, where the stream is left.</summary>
    /// <exception cref="VideoException">There is no whole header.</exception>
    internal static AviHeader Read(Stream file, string name)
    {
        file.Position = 12;
        AviHeader? found = null;
        byte[]? streamHeader = null;
        int streams = 0;
        while (RiffChunk.Read(file) is RiffChunk chunk)
        {
            if (chunk.ListType == "movi")
            {
                return found is { } header
                    ? header with { MoviEnd = chunk.Size > 4 ? chunk.End : null }
                    : throw new VideoException(name, "an AVI file without video");
            }

            if (chunk.ListType is not null)
            {
                file.Position = chunk.ListType is "hdrl" or "strl" ? chunk.Start + 4 : chunk.End;
                continue;
            }

            if (chunk.Id is "strh" or "strf")
            {
                byte[] content = Content(file, chunk, name);
                if (chunk.Id == "strh")
                {
                    streamHeader = content;
                    streams++;
                }
                else if (found is null && streamHeader is not null && Encoding.ASCII.GetString(streamHeader, 0, 4) == "vids")
                {
                    found = Of(streamHeader, content, streams - 1, name);
                }
            }

            file.Position = chunk.End;
        }

        throw new VideoException(name, "truncated: an AVI file that ends before its frames");
    }

    private static byte[] Content(Stream file, RiffChunk chunk, string name)
    {
        int least = chunk.Id == "strh" ? StreamHeaderBytes : 4;
        if (chunk.Size < least || chunk.Size > MostChunkBytes)
        {
            throw new VideoException(name, $"damaged: its {chunk.Id} chunk has {chunk.Size} bytes");
        }

        byte[] content = new byte[chunk.Size];
        return file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length
            ? content
            : throw new VideoException(name, $"truncated: it ends within its {chunk.Id} chunk");
    }

    private static AviHeader Of(byte[] stream, byte[] bitmap, int number, string name)
    {
        if (bitmap.Length < BitmapHeaderBytes)
        {
            throw new VideoException(name, $"damaged: its strf chunk has {bitmap.Length} bytes");
        }

        int width = BinaryPrimitives.ReadInt32LittleEndian(bitmap.AsSpan(4));
        long height = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bitmap.AsSpan(8)));
        FrameGuard.CheckSize(name, width, height);
        int scale = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(20));
        int rate = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(24));
        long length = BinaryPrimitives.ReadUInt32LittleEndian(stream.AsSpan(32));
        return new AviHeader(
            Encoding.ASCII.GetString(bitmap, 16, 4).ToUpperInvariant(),
            number,
            width,
            (int)height,
            scale > 0 && rate > 0 ? new FrameRate(rate, scale) : FrameRate.Default,
            length > 0 ? length : null,
            null);
    }
}

/// <summary>The head of a chunk in a RIFF file.</summary>
/// <param name="Id">Its four letters.</param>
/// <param name="ListType">The type of a LIST or a RIFF; null for others.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="Size">Bytes of its content.</param>
internal readonly record struct RiffChunk(string Id, string? ListType, long Start, long Size)
{
    /// <summary>Where the next chunk begins: contents are padded to even sizes.</summary>
    internal long End => Start + Size + (Size & 1);

    /// <summary>Reads a head, and a list's type; null at the file's end, or where what is left is none.</summary>
    internal static RiffChunk? Read(Stream file)
    {
        byte[] head = new byte[12];
        if (file.ReadAtLeast(head.AsSpan(0, 8), 8, throwOnEndOfStream: false) < 8)
        {
            return null;
        }

        string id = Encoding.ASCII.GetString(head, 0, 4);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
        long start = file.Position;
        if (id is not ("LIST" or "RIFF"))
        {
            return new RiffChunk(id, null, start, size);
        }

        return file.ReadAtLeast(head.AsSpan(8), 4, throwOnEndOfStream: false) < 4
            ? null
            : new RiffChunk(id, Encoding.ASCII.GetString(head, 8, 4), start, size);
    }
}
