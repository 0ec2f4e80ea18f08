using System.Buffers.Binary;

namespace YolactGpu.Data.Imaging;

/// <summary>Walks through the chunks of a PNG file: length, type, content, checksum.</summary>
internal static class PngStructure
{
    private const int ChunkOverhead = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    internal static bool IsPng(ReadOnlySpan<byte> start) => start.StartsWith(Signature);

    internal static EncodedImage? Read(ReadOnlySpan<byte> file)
    {
        const int headerEnd = 8 + 8 + 13;
        if (file.Length < headerEnd)
        {
            return null;
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(file[16..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(file[20..]);
        bool hasHeader = file[8..].StartsWith("\0\0\0\rIHDR"u8) && width <= int.MaxValue && height <= int.MaxValue;
        return hasHeader
            ? new EncodedImage((int)width, (int)height, null, FindDamage(file))
            : new EncodedImage(0, 0, "damaged: its first chunk is no PNG header", null);
    }

    private static string? FindDamage(ReadOnlySpan<byte> file)
    {
        bool hasData = false;
        long position = Signature.Length;
        while (position + ChunkOverhead <= file.Length)
        {
            ReadOnlySpan<byte> chunk = file[(int)position..];
            ReadOnlySpan<byte> type = chunk.Slice(4, 4);
            position += BinaryPrimitives.ReadUInt32BigEndian(chunk) + (long)ChunkOverhead;
            hasData |= type.SequenceEqual("IDAT"u8);
            if (type.SequenceEqual("IEND"u8) && position <= file.Length)
            {
                return hasData ? null : "damaged: it holds no picture data";
            }
        }

        return "truncated: it ends before its end chunk";
    }
}
