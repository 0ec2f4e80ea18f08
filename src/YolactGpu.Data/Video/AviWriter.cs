using System.Buffers.Binary;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>
/// Writes motion JPEG in AVI. The sizes and the count in the header are brought up to date after every frame, so that the file of
/// a process that is killed can be played up to there; the index comes when the video is completed. Past a gigabyte further
/// RIFF parts follow, as OpenDML has them.
/// </summary>
public sealed class AviWriter : IVideoWriter
{
    private const int KeyFrame = 0x10;
    private const int IndexEntryBytes = 16;
    private const int PartHeaderBytes = 24;

    private readonly string path;
    private readonly int width;
    private readonly int height;
    private readonly int quality;
    private readonly long mostPartBytes;
    private readonly FileStream stream;
    private readonly List<(uint Offset, uint Size)> index = [];
    private long partStart;
    private long moviSizeAt = AviLayout.MoviSizeAt;
    private int frames;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Columns, up to 65535.</param>
    /// <param name="height">Rows, up to 65535.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="quality">Of the JPEGs, 1 to 100.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public AviWriter(string path, int width, int height, FrameRate rate, int quality = JpegFile.DefaultQuality)
        : this(path, width, height, rate, quality, 1 << 30)
    {
    }

    /// <summary>The same with parts of another size.</summary>
    internal AviWriter(string path, int width, int height, FrameRate rate, int quality, long mostPartBytes)
    {
        if (width > ushort.MaxValue || height > ushort.MaxValue)
        {
            throw new OutputException(path, $"cannot be written: {width} x {height} is too large for a JPEG; a side takes 65535 at most");
        }

        this.path = path;
        this.width = width;
        this.height = height;
        this.quality = quality;
        this.mostPartBytes = mostPartBytes;
        stream = VideoFile.Create(path);
        stream.Write(AviLayout.Header(width, height, rate));
        stream.Flush();
    }

    /// <inheritdoc/>
    public void Write(RgbImage frame)
    {
        FrameGuard.CheckWritten(frame, width, height);
        using MemoryStream jpeg = new();
        JpegFile.Write(jpeg, frame, quality);
        uint size = (uint)jpeg.Length;
        if ((size & 1) == 1)
        {
            jpeg.WriteByte(0);
        }

        Guarded(() =>
        {
            if (stream.Length - partStart + jpeg.Length > mostPartBytes && stream.Length > moviSizeAt + 8)
            {
                BeginPart();
            }

            if (partStart == 0)
            {
                index.Add(((uint)(stream.Length - moviSizeAt - 4), size));
            }

            WriteChunkHeader("00dc"u8, size);
            stream.Write(jpeg.GetBuffer(), 0, (int)jpeg.Length);
            frames++;
            UpdateHeader();
        });
    }

    /// <inheritdoc/>
    public void Complete() => Guarded(() =>
    {
        if (partStart == 0)
        {
            WriteIndex();
            Patch(AviLayout.RiffSizeAt, (uint)(stream.Length - 8));
        }

        stream.Flush();
    });

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>Ends the RIFF part in hand, the first one with its index, and begins another.</summary>
    private void BeginPart()
    {
        if (partStart == 0)
        {
            WriteIndex();
            Patch(AviLayout.RiffSizeAt, (uint)(stream.Length - 8));
        }

        partStart = stream.Length;
        moviSizeAt = partStart + 16;
        WriteChunkHeader("RIFF"u8, PartHeaderBytes - 8);
        stream.Write("AVIX"u8);
        WriteChunkHeader("LIST"u8, 4);
        stream.Write("movi"u8);
    }

    /// <summary>The frame is written before the header tells of it.</summary>
    private void UpdateHeader()
    {
        stream.Flush();
        Patch(moviSizeAt, (uint)(stream.Length - moviSizeAt - 4));
        Patch(partStart + AviLayout.RiffSizeAt, (uint)(stream.Length - partStart - 8));
        Patch(AviLayout.TotalFramesAt, (uint)frames);
        Patch(AviLayout.StreamLengthAt, (uint)frames);
        stream.Flush();
    }

    private void WriteIndex()
    {
        WriteChunkHeader("idx1"u8, (uint)(index.Count * IndexEntryBytes));
        byte[] entry = new byte[IndexEntryBytes];
        "00dc"u8.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), KeyFrame);
        foreach ((uint offset, uint size) in index)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), offset);
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(12), size);
            stream.Write(entry);
        }
    }

    private void WriteChunkHeader(ReadOnlySpan<byte> code, uint size)
    {
        Span<byte> header = stackalloc byte[8];
        code.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], size);
        stream.Write(header);
    }

    private void Patch(long position, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Position = position;
        stream.Write(bytes);
        stream.Seek(0, SeekOrigin.End);
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            throw new OutputException(path, $"cannot be written: {exception.Message}", exception);
        }
    }
}
