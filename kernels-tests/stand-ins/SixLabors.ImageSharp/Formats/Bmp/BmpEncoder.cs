using System.Buffers.Binary;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Bmp;

/// <summary>Writes bitmaps of 24 bits per pixel.</summary>
public sealed class BmpEncoder : ImageEncoder
{
    private const int HeadersSize = 54;

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        long rowSize = ((image.Width * 3L) + 3) / 4 * 4;
        long fileSize = HeadersSize + (rowSize * image.Height);
        if (fileSize > int.MaxValue)
        {
            throw new NotSupportedException(
                $"A bitmap of {image.Width}x{image.Height} pixels would have {fileSize} bytes.");
        }

        byte[] headers = new byte[HeadersSize];
        Span<byte> header = headers;
        BmpImageFormatDetector.Signature.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[2..], (int)fileSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[10..], HeadersSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[14..], 40);
        BinaryPrimitives.WriteInt32LittleEndian(header[18..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(header[22..], image.Height);
        BinaryPrimitives.WriteInt16LittleEndian(header[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[28..], 24);
        BinaryPrimitives.WriteInt32LittleEndian(header[34..], (int)(fileSize - HeadersSize));
        stream.Write(headers);
        WriteRows(image.Frames.RootFrame, (int)rowSize, stream, cancellationToken);
    }

    private static void WriteRows<TPixel>(
        ImageFrame<TPixel> frame, int rowSize, Stream stream, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        byte[] row = new byte[rowSize];
        Rgba32 colour = default;
        for (int y = frame.Height - 1; y >= 0; y--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> rest = row;
            foreach (TPixel pixel in frame.Buffer.Row(y))
            {
                pixel.ToRgba32(ref colour);
                rest[0] = colour.B;
                rest[1] = colour.G;
                rest[2] = colour.R;
                rest = rest[3..];
            }

            stream.Write(row);
        }
    }
}
