using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace YolactGpu.Tests.StandIns.ImageSharp;

/// <summary>Writes PNG files byte by byte, by the specification and by no code of a codec's.</summary>
internal sealed class PngFile
{
    private readonly List<byte> file = [137, 80, 78, 71, 13, 10, 26, 10];

    public PngFile Header(int width, int height, int depth, int colourType, bool interlaced = false)
    {
        byte[] content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), height);
        content[8] = (byte)depth;
        content[9] = (byte)colourType;
        content[12] = interlaced ? (byte)1 : (byte)0;
        return Chunk("IHDR", content);
    }

    public PngFile Chunk(string type, params ReadOnlySpan<byte> content)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. content];
        return Raw(BigEndian((uint)content.Length)).Raw(typed).Raw(BigEndian(Checksum(typed)));
    }

    /// <summary>The rows, each with its filter byte, compressed and spread over so many IDAT chunks.</summary>
    public PngFile Rows(ReadOnlySpan<byte> rows, int chunks = 1)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        ReadOnlySpan<byte> rest = compressed.ToArray();
        for (int left = chunks; left > 0; left--)
        {
            int length = rest.Length / left;
            Chunk("IDAT", rest[..length]);
            rest = rest[length..];
        }

        return this;
    }

    public byte[] End() => [.. Chunk("IEND").file];

    public PngFile Raw(ReadOnlySpan<byte> data)
    {
        file.AddRange(data);
        return this;
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] data = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(data, value);
        return data;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
