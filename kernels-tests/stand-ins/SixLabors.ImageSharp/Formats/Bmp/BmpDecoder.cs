using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Bmp;

/// <summary>Reads uncompressed bitmaps of 1 to 32 bits per pixel, in either row order.</summary>
public sealed class BmpDecoder : ImageDecoder
{
    private BmpDecoder()
    {
    }

    public static BmpDecoder Instance { get; } = new();

    protected override ImageInfo Identify(DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        BmpHeader header = BmpHeader.Read(new ByteSource(stream));
        return new ImageInfo(
            new PixelTypeInfo(header.BitsPerPixel), new Size(header.Width, header.Height), new ImageMetadata());
    }

    protected override Image<TPixel> Decode<TPixel>(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        ByteSource source = new(stream);
        BmpHeader header = BmpHeader.Read(source);
        PixelBuffer<TPixel> buffer = PixelBuffer<TPixel>.Uninitialized(
            options.Configuration, header.Width, header.Height);
        BmpRowReader rows = new(header, source);
        for (int i = 0; i < header.Height; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Read(i, buffer.Row(header.IsTopDown ? i : header.Height - 1 - i));
        }

        return new Image<TPixel>(options.Configuration, buffer, new ImageMetadata());
    }

    protected override Image Decode(DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        return Decode<Rgba32>(options, stream, cancellationToken);
    }
}
