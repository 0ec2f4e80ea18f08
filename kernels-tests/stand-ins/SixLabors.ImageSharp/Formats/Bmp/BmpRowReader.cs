using System.Buffers.Binary;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Bmp;

/// <summary>Turns a bitmap's rows into pixels.</summary>
internal sealed class BmpRowReader
{
    private readonly BmpHeader header;
    private readonly ByteSource source;
    private readonly Rgba32[] palette;
    private readonly BmpChannel[] channels;
    private readonly bool ignoresAlpha;

    public BmpRowReader(BmpHeader header, ByteSource source)
    {
        this.header = header;
        this.source = source;
        palette = ReadPalette();
        channels = [.. header.Masks.Select(mask => new BmpChannel(mask))];
        ignoresAlpha = (header.BitsPerPixel == 32) && header.AlphaMayBeMissing && !AnyAlpha();
    }

    /// <summary>Reads the file's row <paramref name="index"/>.</summary>
    public void Read<TPixel>(int index, Span<TPixel> pixels)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ReadOnlySpan<byte> row = Row(index);
        for (int x = 0; x < pixels.Length; x++)
        {
            Rgba32 colour = header.BitsPerPixel switch
            {
                16 => FromChannels(BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..])),
                24 => new Rgba32(row[(3 * x) + 2], row[(3 * x) + 1], row[3 * x]),
                32 => FromChannels(BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..])),
                _ => FromPalette(row, x),
            };
            pixels[x].FromRgba32(colour);
        }
    }

    private ReadOnlySpan<byte> Row(int index)
    {
        long position = header.PixelPosition + (index * header.RowSize);
        if ((position + header.RowSize) > Array.MaxLength)
        {
            throw new InvalidImageContentException($"Row {index} of the bitmap ends past byte {Array.MaxLength}.");
        }

        return source.Slice((int)position, (int)header.RowSize, $"row {index} of the bitmap");
    }

    private Rgba32 FromPalette(ReadOnlySpan<byte> row, int x)
    {
        int bit = x * header.BitsPerPixel;
        int shift = 8 - header.BitsPerPixel - (bit & 7);
        int index = (row[bit >> 3] >> shift) & ((1 << header.BitsPerPixel) - 1);
        return index < palette.Length
            ? palette[index]
            : throw new InvalidImageContentException(
                $"A pixel of the bitmap has colour {index}; the palette has {palette.Length}.");
    }

    private Rgba32 FromChannels(uint value)
    {
        byte alpha = ignoresAlpha || channels[3].IsAbsent ? byte.MaxValue : channels[3].Of(value);
        return new Rgba32(channels[0].Of(value), channels[1].Of(value), channels[2].Of(value), alpha);
    }

    private bool AnyAlpha()
    {
        for (int i = 0; i < header.Height; i++)
        {
            ReadOnlySpan<byte> row = Row(i);
            for (int x = 0; x < header.Width; x++)
            {
                if (row[(4 * x) + 3] != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Rgba32[] ReadPalette()
    {
        // A palette that is shorter than said ends where the pixels begin.
        int room = Math.Max(header.PixelPosition - header.PalettePosition, 0) / header.PaletteEntrySize;
        Rgba32[] colours = new Rgba32[Math.Min(header.PaletteEntries, room)];
        ReadOnlySpan<byte> data = source.Slice(
            header.PalettePosition,
            colours.Length * header.PaletteEntrySize,
            "the bitmap's palette");
        for (int i = 0; i < colours.Length; i++)
        {
            ReadOnlySpan<byte> entry = data[(i * header.PaletteEntrySize)..];
            colours[i] = new Rgba32(entry[2], entry[1], entry[0]);
        }

        return colours;
    }
}
