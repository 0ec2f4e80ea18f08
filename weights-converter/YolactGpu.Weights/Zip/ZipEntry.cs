using System.IO.Compression;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Zip;

/// <summary>One record of a zip file, whose place and sizes have been checked.</summary>
/// <param name="Name">The name, as stored.</param>
/// <param name="IsDeflated">True for deflate, false for stored.</param>
/// <param name="Offset">The first byte of the record's data in the file.</param>
/// <param name="PackedSize">The size in the file.</param>
/// <param name="Size">The size unpacked.</param>
/// <param name="Crc">The checksum of the unpacked bytes.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, long Offset, long PackedSize, long Size, uint Crc)
{
    /// <summary>The whole record; reading its last byte checks size and checksum.</summary>
    internal Stream OpenRead(ByteSource source)
    {
        Stream packed = source.OpenRead(Offset, PackedSize);
        Stream content = IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
        return new ZipEntryStream(this, content, source);
    }

    /// <summary>The whole record in memory, checked.</summary>
    internal byte[] ReadAll(ByteSource source, int maxSize)
    {
        if (Size > maxSize)
        {
            throw source.Error(
                $"record {Quoted.Text(Name)} has {Size} bytes; it must have at most {maxSize}", offset: Offset);
        }

        byte[] bytes = new byte[Size];
        using Stream stream = OpenRead(source);
        stream.ReadExactly(bytes);
        return bytes;
    }
}
