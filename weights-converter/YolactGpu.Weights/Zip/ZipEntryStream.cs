using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Zip;

/// <summary>
/// The unpacked bytes of a record, counted and summed on their way. Gives the record's stated size and not a byte more;
/// less, or another checksum, is an error on the read that meets the end.
/// </summary>
internal sealed class ZipEntryStream : ReadOnlyStream
{
    private readonly ZipEntry entry;
    private readonly Stream content;
    private readonly ByteSource source;
    private Crc32 crc;
    private long remaining;

    internal ZipEntryStream(ZipEntry entry, Stream content, ByteSource source)
    {
        this.entry = entry;
        this.content = content;
        this.source = source;
        remaining = entry.Size;
        if (remaining == 0)
        {
            CheckEnd();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        Span<byte> wanted = buffer[..(int)Math.Min(buffer.Length, remaining)];
        if (wanted.IsEmpty)
        {
            return 0;
        }

        int count = ReadContent(wanted);
        if (count == 0)
        {
            throw Error($"unpacks to {entry.Size - remaining} bytes; it must have {entry.Size}");
        }

        crc.Append(wanted[..count]);
        remaining -= count;
        if (remaining == 0)
        {
            CheckEnd();
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        if (ReadContent(stackalloc byte[1]) != 0)
        {
            throw Error($"unpacks to more than the {entry.Size} bytes it must have");
        }

        if (crc.Value != entry.Crc)
        {
            throw Error($"has checksum {crc.Value:x8}; it must be {entry.Crc:x8}");
        }
    }

    private int ReadContent(Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw Error($"is not valid deflate data: {Quoted.Line(exception.Message)}", exception);
        }
    }

    private WeightsException Error(string problem, Exception? innerException = null) =>
        source.Error(
            $"record {Quoted.Text(entry.Name)} {problem}", offset: entry.Offset, innerException: innerException);
}
