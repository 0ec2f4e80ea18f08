using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Goes from segment to segment.</summary>
internal sealed class JpegReader(ByteSource source, bool skipMetadata)
{
    private readonly JpegTables tables = new();
    private int position = 2;
    private int contentLength;

    public JpegFrame? Frame { get; private set; }

    public ImageMetadata Metadata { get; } = new();

    /// <summary>Adobe's marker says that the components are red, green and blue as they are.</summary>
    public bool IsRgb { get; private set; }

    /// <summary>Reads up to the first scan and not into it.</summary>
    public JpegFrame ReadToFirstScan()
    {
        for (byte marker = NextMarker(); marker != JpegMarker.StartOfScan; marker = NextMarker())
        {
            if (marker == JpegMarker.EndOfImage)
            {
                throw new InvalidImageContentException("The JPEG has no pixels: it ends before a scan.");
            }

            ReadSegment(marker);
        }

        return Frame ?? throw new InvalidImageContentException("The JPEG's first scan comes before its frame header.");
    }

    /// <summary>From the first scan to the end of the image.</summary>
    public void ReadScans(MemoryAllocator allocator, CancellationToken cancellationToken)
    {
        JpegFrame frame = Frame!;
        frame.Allocate(allocator);
        ReadOnlySpan<byte> data = source.All();
        for (byte marker = JpegMarker.StartOfScan; marker != JpegMarker.EndOfImage; marker = NextMarker())
        {
            if (marker == JpegMarker.StartOfScan)
            {
                JpegScan scan = new(frame, tables, ReadContent());
                position = scan.Decode(data, position, cancellationToken);
            }
            else
            {
                ReadSegment(marker);
            }
        }

        foreach (JpegComponent component in frame.Components)
        {
            if (component.Quantizer is null)
            {
                throw new InvalidImageContentException($"The JPEG has no scan of its component {component.Id}.");
            }
        }
    }

    /// <summary>
    /// Finds the next marker. Anything between segments is passed over, as decoders do; the end of the data is not the
    /// end of the image, whose marker must come.
    /// </summary>
    private byte NextMarker()
    {
        while (true)
        {
            const string What = "a JPEG that has not ended";
            byte current = source.Byte(position++, What);
            if (current != JpegMarker.Prefix)
            {
                continue;
            }

            byte marker = source.Byte(position, What);
            if (marker == JpegMarker.Prefix)
            {
                continue;
            }

            position++;
            if ((marker != 0) && !JpegMarker.IsRestart(marker))
            {
                return marker;
            }
        }
    }

    private void ReadSegment(byte marker)
    {
        ReadOnlySpan<byte> content = ReadContent();
        if (JpegMarker.IsFrame(marker))
        {
            Frame = Frame is null
                ? JpegFrame.Parse(marker, content)
                : throw new InvalidImageContentException("The JPEG has a second frame header.");
            return;
        }

        switch (marker)
        {
            case JpegMarker.HuffmanTables:
                tables.DefineHuffmanTables(content);
                break;
            case JpegMarker.QuantizationTables:
                tables.DefineQuantizers(content);
                break;
            case JpegMarker.RestartInterval:
                tables.DefineRestartInterval(content);
                break;
            case JpegMarker.App1:
                ReadExif(content);
                break;
            case JpegMarker.App14:
                ReadAdobe(content);
                break;
        }
    }

    private ReadOnlySpan<byte> ReadContent()
    {
        const string What = "a segment of the JPEG";
        contentLength = source.UInt16BigEndian(position, What) - 2;
        if (contentLength < 0)
        {
            throw new InvalidImageContentException(
                $"A segment of the JPEG at byte {position} says that it is shorter than its own length.");
        }

        ReadOnlySpan<byte> content = source.Slice(position + 2, contentLength, What);
        position += contentLength + 2;
        return content;
    }

    private void ReadExif(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> signature = "Exif\0\0"u8;
        if (!skipMetadata && content.StartsWith(signature))
        {
            Metadata.ExifProfile ??= new ExifProfile(content[signature.Length..].ToArray());
        }
    }

    private void ReadAdobe(ReadOnlySpan<byte> content)
    {
        const int TransformOffset = 11;
        if (content.StartsWith("Adobe"u8) && (content.Length > TransformOffset))
        {
            IsRgb = content[TransformOffset] == 0;
        }
    }
}
