namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>
/// Writes PNG with 8 bits per sample: grey, colour, either with alpha; and grey of 16 bits. Without a colour type or bit
/// depth it writes those that hold the image's pixel type.
/// </summary>
public class PngEncoder : ImageEncoder
{
    public PngBitDepth? BitDepth { get; init; }

    public PngColorType? ColorType { get; init; }

    public PngFilterMethod? FilterMethod { get; init; }

    public PngCompressionLevel CompressionLevel { get; init; } = PngCompressionLevel.DefaultCompression;

    public PngTransparentColorMode TransparentColorMode { get; init; }

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        if (BitDepth is not (null or PngBitDepth.Bit8 or PngBitDepth.Bit16))
        {
            throw new NotSupportedException($"The stand-in writes PNG with 8 or 16 bits per sample, not {(int)BitDepth}.");
        }

        PngWriter writer = new(stream);
        writer.Write(image, this, SkipMetadata ? null : image.Metadata.ExifProfile?.ToByteArray(), cancellationToken);
    }
}
