using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(
    int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced)
{
    public const int SizeInBytes = 13;

    public int SamplesPerPixel => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GrayscaleWithAlpha => 2,
        PngColorType.RgbWithAlpha => 4,
        _ => 1,
    };

    public int BitsPerPixel => SamplesPerPixel * BitDepth;

    /// <summary>The distance that the filters look back: whole bytes, and at least one.</summary>
    public int FilterStride => Math.Max(1, BitsPerPixel / 8);

    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != SizeInBytes)
        {
            throw new InvalidImageContentException(
                $"The PNG's IHDR chunk has {data.Length} bytes; it must have {SizeInBytes}.");
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(data);
        int height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        if ((width <= 0) || (height <= 0))
        {
            throw new InvalidImageContentException(
                $"The PNG's size is {(uint)width}x{(uint)height}; sides go from 1 to {int.MaxValue}.");
        }

        PngHeader header = new(width, height, data[8], (PngColorType)data[9], data[12] == 1);
        ThrowIfUnsupported(header);
        if ((data[10] != 0) || (data[11] != 0) || (data[12] > 1))
        {
            throw new NotSupportedException(
                $"The PNG's compression, filter and interlace methods are {data[10]}, {data[11]} and {data[12]}; 0, "
                    + "0 and 0 or 1 exist.");
        }

        return header;
    }

    /// <summary>Bytes of one row of this many pixels, without its filter byte.</summary>
    public int RowSizeInBytes(int pixels)
    {
        long bytes = (((long)pixels * BitsPerPixel) + 7) / 8;
        return bytes < Array.MaxLength
            ? (int)bytes
            : throw new InvalidImageContentException(
                $"A row of the PNG has {bytes} bytes; at most {Array.MaxLength - 1} can be read.");
    }

    private static void ThrowIfUnsupported(PngHeader header)
    {
        bool supported = header.ColorType switch
        {
            PngColorType.Grayscale => header.BitDepth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => header.BitDepth is 1 or 2 or 4 or 8,
            PngColorType.Rgb => header.BitDepth is 8 or 16,
            PngColorType.GrayscaleWithAlpha => header.BitDepth is 8 or 16,
            PngColorType.RgbWithAlpha => header.BitDepth is 8 or 16,
            _ => false,
        };
        if (!supported)
        {
            throw new NotSupportedException(
                $"The PNG's colour type is {(int)header.ColorType} with {header.BitDepth} bits per sample; there is "
                    + "no such kind.");
        }
    }
}
