namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Writes baseline JPEG: YCbCr with full or halved chroma, or luminance alone, with the quantisation and Huffman tables of
/// ITU-T T.81, annex K. Without a colour type the chroma is halved, as in the package (from quality 90 up it is full).
/// </summary>
public sealed class JpegEncoder : ImageEncoder
{
    private const int DefaultQuality = 75;
    private const int FullChromaFrom = 90;

    public int? Quality
    {
        get;
        init => field = value is null or (>= 1 and <= 100)
            ? value
            : throw new ArgumentException("Quality factor must be in [1..100] range.");
    }

    public JpegColorType? ColorType { get; init; }

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        if (image.Width > ushort.MaxValue || image.Height > ushort.MaxValue)
        {
            throw new ImageFormatException($"A JPEG of {image.Width}x{image.Height} pixels is too large; a side takes 65535 at most.");
        }

        int quality = Quality ?? DefaultQuality;
        JpegColorType colorType = ColorType ?? (quality >= FullChromaFrom ? JpegColorType.YCbCrRatio444 : JpegColorType.YCbCrRatio420);
        if (colorType is not (JpegColorType.YCbCrRatio420 or JpegColorType.YCbCrRatio444 or JpegColorType.Luminance))
        {
            throw new NotSupportedException($"The stand-in does not write JPEG of colour type {colorType}.");
        }

        JpegWriter writer = new(image.Width, image.Height, quality, colorType);
        stream.Write(writer.Write(image.Frames.RootFrame, cancellationToken));
    }
}
