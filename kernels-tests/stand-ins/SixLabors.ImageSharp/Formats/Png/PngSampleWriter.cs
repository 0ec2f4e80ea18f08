using System.Buffers.Binary;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Turns pixels into the bytes of a row.</summary>
internal sealed class PngSampleWriter
{
    private readonly PngColorType colorType;
    private readonly bool isWide;
    private readonly bool clearTransparent;

    public PngSampleWriter(PngHeader header, PngTransparentColorMode mode)
    {
        colorType = header.ColorType;
        isWide = header.BitDepth == 16;
        bool isGrey = colorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha;
        if (!isGrey && colorType is not (PngColorType.Rgb or PngColorType.RgbWithAlpha))
        {
            throw new NotSupportedException(
                $"The stand-in writes grey and colour PNG, with or without alpha, not {colorType}.");
        }

        if (isWide && colorType != PngColorType.Grayscale)
        {
            throw new NotSupportedException($"The stand-in writes 16 bits per sample for grey only, not {colorType}.");
        }

        clearTransparent = mode == PngTransparentColorMode.Clear;
    }

    public void Write<TPixel>(ReadOnlySpan<TPixel> pixels, Span<byte> row)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (isWide)
        {
            WriteWide(pixels, row);
            return;
        }

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
    private static void WriteWide<TPixel>(ReadOnlySpan<TPixel> pixels, Span<byte> row)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        for (int x = 0; x < pixels.Length; x++)
        {
            L16 grey = default;
            if (pixels[x] is L16 exact)
            {
                grey = exact;
            }
            else
            {
                grey.FromScaledVector4(pixels[x].ToScaledVector4());
            }

            BinaryPrimitives.WriteUInt16BigEndian(row[(2 * x)..], grey.PackedValue);
        }
    }
}
