using System.Buffers.Binary;

namespace YolactGpu.Data.Imaging;

/// <summary>Reads the headers of a Windows bitmap.</summary>
internal static class BmpStructure
{
    private const int FileHeaderLength = 14;
    private const int CoreHeaderLength = 12;
    private const int InfoHeaderLength = 40;

    internal static bool IsBmp(ReadOnlySpan<byte> start) => start is [(byte)'B', (byte)'M', ..];

    internal static EncodedImage? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength + CoreHeaderLength)
        {
            return null;
        }

        ReadOnlySpan<byte> header = file[FileHeaderLength..];
        uint headerLength = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (headerLength == CoreHeaderLength)
        {
            int coreWidth = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
            int coreHeight = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
            int coreBits = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
            return new EncodedImage(coreWidth, coreHeight, null, FindDamage(file, coreWidth, coreHeight, coreBits));
        }

        if (headerLength is < 16 or > 124)
        {
            return new EncodedImage(0, 0, $"not an image: a bitmap's header cannot be {headerLength} bytes long", null);
        }

        if (header.Length < InfoHeaderLength)
        {
            return null;
        }

        int width = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int height = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(header[14..]);
        uint compression = headerLength >= 20 ? BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) : 0;
        if (height == int.MinValue || compression is 4 or 5)
        {
            return new EncodedImage(0, 0, "a bitmap of a kind that is not taken; uncompressed ones are", null);
        }

        // Rows are stored from the top where the height is negative. The lengths of compressed rows cannot be foretold.
        height = Math.Abs(height);
        bool isCompressed = compression is 1 or 2;
        string? damage = isCompressed ? null : FindDamage(file, width, height, bits);
        return new EncodedImage(width, height, null, damage);
    }

    private static string? FindDamage(ReadOnlySpan<byte> file, long width, long height, int bitsPerPixel)
    {
        long stride = ((width * bitsPerPixel) + 31) / 32 * 4;
        long start = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        // The padding of the last row may be missing: writers differ in that.
        long needed = start + (stride * (height - 1)) + (((width * bitsPerPixel) + 7) / 8);
        return needed <= file.Length
            ? null
            : $"truncated: it holds {file.Length} bytes; its header tells of at least {needed}";
    }
}
