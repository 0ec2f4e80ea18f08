using System.Buffers.Binary;
using System.IO.Compression;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Writes the chunks of one image: IHDR, eXIf, IDAT, IEND.</summary>
internal sealed class PngWriter(Stream stream)
{
    public void Write<TPixel>(
        Image<TPixel> image, PngEncoder encoder, byte[]? exif, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        PngColorType colorType = encoder.ColorType ?? DefaultColorType<TPixel>();
        int bits = (int)(encoder.BitDepth ?? (typeof(TPixel) == typeof(L16) ? PngBitDepth.Bit16 : PngBitDepth.Bit8));
        PngHeader header = new(image.Width, image.Height, bits, colorType, IsInterlaced: false);
        byte[] rows = CompressRows(image, encoder, header, cancellationToken);

        stream.Write(PngImageFormatDetector.Signature);
        WriteChunk(PngChunkReader.Header, HeaderContent(header));
        if (exif is not null)
        {
            WriteChunk(PngChunkReader.Exif, exif);
        }

        WriteChunk(PngChunkReader.Data, rows);
        WriteChunk(PngChunkReader.End, []);
    }

    private static PngColorType DefaultColorType<TPixel>()
    {
        if (typeof(TPixel) == typeof(L8) || typeof(TPixel) == typeof(L16))
        {
            return PngColorType.Grayscale;
        }

        return typeof(TPixel) == typeof(Rgb24) ? PngColorType.Rgb : PngColorType.RgbWithAlpha;
    }

    private static byte[] CompressRows<TPixel>(
        Image<TPixel> image,
        PngEncoder encoder,
        PngHeader header,
        CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using MemoryStream compressed = new();
        ZLibCompressionOptions options = new() { CompressionLevel = (int)encoder.CompressionLevel };
        using (ZLibStream zlib = new(compressed, options, leaveOpen: true))
        {
            PngSampleWriter samples = new(header, encoder.TransparentColorMode);
            PngRowFilter filter = new(header, encoder.FilterMethod ?? PngFilterMethod.Adaptive);
            ImageFrame<TPixel> frame = image.Frames.RootFrame;
            for (int y = 0; y < header.Height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                samples.Write(frame.Buffer.Row(y), filter.Row);
                zlib.Write(filter.Next());
            }
        }

        return compressed.ToArray();
    }

    private static byte[] HeaderContent(PngHeader header)
    {
        byte[] content = new byte[PngHeader.SizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(content, header.Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), header.Height);
        content[8] = (byte)header.BitDepth;
        content[9] = (byte)header.ColorType;
        return content;
    }

    private void WriteChunk(uint type, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], type);
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Of(head[4..], content));
        stream.Write(head);
        stream.Write(content);
        stream.Write(checksum);
    }
}
