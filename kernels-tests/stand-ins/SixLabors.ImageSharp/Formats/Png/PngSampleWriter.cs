using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Turns pixels into the bytes of a row.</summary>
internal sealed class PngSampleWriter
{
    private readonly PngColorType colorType;
    private readonly bool clearTransparent;

    public PngSampleWriter(PngColorType colorType, PngTransparentColorMode mode)
    {
        bool isGrey = colorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha;
        if (!isGrey && colorType is not (PngColorType.Rgb or PngColorType.RgbWithAlpha))
        {
            throw new NotSupportedException(
                $"The stand-in writes grey and colour PNG, with or without alpha, not {colorType}.");
        }

        this.colorType = colorType;
        clearTransparent = mode == PngTransparentColorMode.Clear;
    }

    public void Write<TPixel>(ReadOnlySpan<TPixel> pixels, Span<byte> row)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Rgba32 colour = default;
        int i = 0;
        foreach (TPixel pixel in pixels)
        {
            pixel.ToRgba32(ref colour);
            if (clearTransparent && (colour.A == 0))
            {
                colour = default;
            }

            if (colorType is PngColorType.Rgb or PngColorType.RgbWithAlpha)
            {
                row[i++] = colour.R;
                row[i++] = colour.G;
                row[i++] = colour.B;
            }
            else
            {
                row[i++] = ByteRounding.Luminance(colour.R, colour.G, colour.B);
            }

            if (colorType is PngColorType.RgbWithAlpha or PngColorType.GrayscaleWithAlpha)
            {
                row[i++] = colour.A;
            }
        }
    }
}
