using System.Buffers.Binary;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>
/// Turns the bytes of a row into colours of 8 bits: shorter samples are scaled to the full range, longer ones rounded;
/// indices are looked up (one past the palette's end means its last colour, as in the real package).
/// </summary>
internal sealed class PngSampleReader
{
    private readonly PngHeader header;
    private readonly Rgba32[] lookup;
    private readonly (int Red, int Green, int Blue)? transparent;

    public PngSampleReader(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        this.header = header;
        int samples = header.ColorType == PngColorType.Rgb ? 3 : 1;
        bool hasTransparentColour = header.ColorType is PngColorType.Rgb or PngColorType.Grayscale;
        if (hasTransparentColour && (transparency.Length >= (2 * samples)))
        {
            int mask = (1 << header.BitDepth) - 1;
            int first = BinaryPrimitives.ReadUInt16BigEndian(transparency) & mask;
            transparent = samples == 1
                ? (first, first, first)
                : (first, Sample16(transparency, 2) & mask, Sample16(transparency, 4) & mask);
        }

        lookup = header.ColorType switch
        {
            PngColorType.Palette => PaletteLookup(palette, transparency, 1 << header.BitDepth),
            PngColorType.Grayscale when header.BitDepth <= 8 => GreyLookup(header.BitDepth, transparent?.Red),
            _ => [],
        };
    }

    /// <summary>Whether any pixel can be less than opaque.</summary>
    public bool HasAlpha =>
        transparent is not null
        || header.ColorType is PngColorType.GrayscaleWithAlpha or PngColorType.RgbWithAlpha
        || lookup.Any(colour => colour.A != byte.MaxValue);

    public void Read(ReadOnlySpan<byte> row, Span<Rgba32> pixels)
    {
        if (lookup.Length > 0)
        {
            ReadIndices(row, pixels);
        }
        else if (header.BitDepth == 8)
        {
            Read8(row, pixels);
        }
        else
        {
            Read16(row, pixels);
        }
    }

    private void ReadIndices(ReadOnlySpan<byte> row, Span<Rgba32> pixels)
    {
        int depth = header.BitDepth;
        int mask = (1 << depth) - 1;
        for (int x = 0; x < pixels.Length; x++)
        {
            int bit = x * depth;
            pixels[x] = lookup[(row[bit >> 3] >> (8 - depth - (bit & 7))) & mask];
        }
    }

    private void Read8(ReadOnlySpan<byte> row, Span<Rgba32> pixels)
    {
        switch (header.ColorType)
        {
            case PngColorType.GrayscaleWithAlpha:
                for (int x = 0; x < pixels.Length; x++, row = row[2..])
                {
                    pixels[x] = new Rgba32(row[0], row[0], row[0], row[1]);
                }

                break;
            case PngColorType.Rgb:
                for (int x = 0; x < pixels.Length; x++, row = row[3..])
                {
                    pixels[x] = new Rgba32(row[0], row[1], row[2], Alpha(row[0], row[1], row[2]));
                }

                break;
            default:
                for (int x = 0; x < pixels.Length; x++, row = row[4..])
                {
                    pixels[x] = new Rgba32(row[0], row[1], row[2], row[3]);
                }

                break;
        }
    }

    private void Read16(ReadOnlySpan<byte> row, Span<Rgba32> pixels)
    {
        bool isGrey = header.SamplesPerPixel <= 2;
        bool hasAlpha = (header.SamplesPerPixel & 1) == 0;
        int size = 2 * header.SamplesPerPixel;
        for (int x = 0; x < pixels.Length; x++, row = row[size..])
        {
            int red = Sample16(row, 0);
            int green = isGrey ? red : Sample16(row, 2);
            int blue = isGrey ? red : Sample16(row, 4);
            byte alpha = hasAlpha ? ByteRounding.FromUInt16(Sample16(row, size - 2)) : Alpha(red, green, blue);
            pixels[x] = new Rgba32(
                ByteRounding.FromUInt16(red),
                ByteRounding.FromUInt16(green),
                ByteRounding.FromUInt16(blue),
                alpha);
        }
    }

    private byte Alpha(int red, int green, int blue)
    {
        return transparent.HasValue && (transparent.Value == (red, green, blue)) ? byte.MinValue : byte.MaxValue;
    }

    private static int Sample16(ReadOnlySpan<byte> data, int offset) => (data[offset] << 8) | data[offset + 1];

    private static Rgba32[] GreyLookup(int bitDepth, int? transparent)
    {
        int last = (1 << bitDepth) - 1;
        Rgba32[] lookup = new Rgba32[last + 1];
        for (int i = 0; i <= last; i++)
        {
            byte level = (byte)(i * 255 / last);
            lookup[i] = new Rgba32(level, level, level, i == transparent ? byte.MinValue : byte.MaxValue);
        }

        return lookup;
    }

    private static Rgba32[] PaletteLookup(ReadOnlySpan<byte> palette, ReadOnlySpan<byte> alphas, int length)
    {
        int colours = palette.Length / 3;
        if (colours == 0)
        {
            throw new InvalidImageContentException("The PNG's pixels are indices and it has no palette before them.");
        }

        Rgba32[] lookup = new Rgba32[length];
        for (int i = 0; i < length; i++)
        {
            int index = Math.Min(i, colours - 1);
            ReadOnlySpan<byte> colour = palette.Slice(3 * index, 3);
            lookup[i] = new Rgba32(
                colour[0], colour[1], colour[2], index < alphas.Length ? alphas[index] : byte.MaxValue);
        }

        return lookup;
    }
}
