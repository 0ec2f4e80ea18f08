using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Formats.Bmp;

/// <summary>A bitmap's file header and info header, of which there are several sizes.</summary>
internal sealed record BmpHeader(int Width, int Height, int BitsPerPixel)
{
    private const int FileHeaderSize = 14;
    private const int CoreHeaderSize = 12;
    private const int InfoHeaderSize = 40;
    private const int LargestHeaderSize = 124;
    private const int MasksOffset = FileHeaderSize + InfoHeaderSize;

    private static readonly uint[] Masks16 = [0x7C00, 0x03E0, 0x001F, 0];
    private static readonly uint[] Masks32 = [0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000];

    /// <summary>Whether the file's first row is the image's first, not its last.</summary>
    public bool IsTopDown { get; private init; }

    public int PixelPosition { get; private init; }

    public int PalettePosition { get; private init; }

    public int PaletteEntrySize { get; private init; }

    public int PaletteEntries { get; private init; }

    /// <summary>Which bits of a 16- or 32-bit pixel are red, green, blue and alpha.</summary>
    public IReadOnlyList<uint> Masks { get; private init; } = [];

    /// <summary>Whether the fourth byte of a pixel is only alpha if it is not 0 all over the image.</summary>
    public bool AlphaMayBeMissing { get; private init; }

    /// <summary>Rows are padded to whole groups of four bytes.</summary>
    public long RowSize => (((long)Width * BitsPerPixel) + 31) / 32 * 4;

    public static BmpHeader Read(ByteSource source)
    {
        const string What = "the bitmap's header";
        int size = BinaryPrimitives.ReadInt32LittleEndian(source.Slice(FileHeaderSize, 4, What));
        if (size is not (CoreHeaderSize or (>= InfoHeaderSize and <= LargestHeaderSize)))
        {
            throw new NotSupportedException(
                $"The bitmap's info header has {size} bytes; 12 and 40 to {LargestHeaderSize} can be read.");
        }

        ReadOnlySpan<byte> data = source.Slice(0, FileHeaderSize + size, What);
        uint pixels = BinaryPrimitives.ReadUInt32LittleEndian(data[10..]);
        if (pixels > int.MaxValue)
        {
            throw new InvalidImageContentException($"The bitmap's pixels are said to begin at byte {pixels}.");
        }

        BmpHeader header = size == CoreHeaderSize
            ? ReadCore(data, (int)pixels)
            : ReadInfo(source, data, size, (int)pixels);
        if ((header.Width <= 0) || (header.Height <= 0))
        {
            throw new InvalidImageContentException(
                $"The bitmap's size is {header.Width}x{header.Height}; sides must be positive.");
        }

        return header;
    }

    private static BmpHeader ReadCore(ReadOnlySpan<byte> data, int pixels)
    {
        int width = BinaryPrimitives.ReadUInt16LittleEndian(data[18..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(data[20..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(data[24..]);
        ThrowIfUnsupported(bits, compression: 0);
        return new BmpHeader(width, height, bits)
        {
            PixelPosition = pixels,
            PalettePosition = FileHeaderSize + CoreHeaderSize,
            PaletteEntrySize = 3,
            PaletteEntries = bits <= 8 ? 1 << bits : 0,
            Masks = bits == 16 ? Masks16 : Masks32,
        };
    }

    private static BmpHeader ReadInfo(ByteSource source, ReadOnlySpan<byte> data, int size, int pixels)
    {
        int height = BinaryPrimitives.ReadInt32LittleEndian(data[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(data[28..]);
        int compression = BinaryPrimitives.ReadInt32LittleEndian(data[30..]);
        uint colours = BinaryPrimitives.ReadUInt32LittleEndian(data[46..]);
        ThrowIfUnsupported(bits, compression);

        bool hasMasks = compression != 0;
        bool masksFollow = hasMasks && (size == InfoHeaderSize);
        int palette = FileHeaderSize + size + (masksFollow ? MasksSize(compression) : 0);
        uint most = bits <= 8 ? 1u << bits : 0;
        return new BmpHeader(
            BinaryPrimitives.ReadInt32LittleEndian(data[18..]),
            height == int.MinValue ? 0 : Math.Abs(height),
            bits)
        {
            IsTopDown = height < 0,
            PixelPosition = pixels,
            PalettePosition = palette,
            PaletteEntrySize = 4,
            PaletteEntries = (int)(colours == 0 ? most : Math.Min(colours, most)),
            Masks = hasMasks ? ReadMasks(source, size, compression) : bits == 16 ? Masks16 : Masks32,
            AlphaMayBeMissing = !hasMasks && (size == InfoHeaderSize),
        };
    }

    private static uint[] ReadMasks(ByteSource source, int size, int compression)
    {
        bool hasAlphaMask = size == InfoHeaderSize ? MasksSize(compression) == 16 : size >= 56;
        ReadOnlySpan<byte> data = source.Slice(MasksOffset, hasAlphaMask ? 16 : 12, "the bitmap's colour masks");
        uint[] masks = new uint[4];
        for (int i = 0; (i * 4) < data.Length; i++)
        {
            masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 * i)..]);
        }

        return masks;
    }

    private static int MasksSize(int compression) => compression == 6 ? 16 : 12;

    private static void ThrowIfUnsupported(int bits, int compression)
    {
        bool supported = compression switch
        {
            0 => bits is 1 or 2 or 4 or 8 or 16 or 24 or 32,
            3 or 6 => bits is 16 or 32,
            _ => false,
        };
        if (!supported)
        {
            throw new NotSupportedException(
                $"The bitmap has compression {compression} with {bits} bits per pixel; only uncompressed ones (0, "
                    + "3, 6) can be read.");
        }
    }
}
