using System.Buffers.Binary;
using System.Text;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Zip;

/// <summary>One entry of a zip's central directory, before the file has been compared with what it says.</summary>
internal readonly record struct ZipDirectoryRecord(
    string Name,
    bool IsDeflated,
    uint Crc,
    long PackedSize,
    long Size,
    long LocalOffset,
    int Length)
{
    private const uint Signature = 0x02014b50;
    private const int HeaderSize = 46;
    private const ushort Zip64Tag = 1;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    internal static ZipDirectoryRecord Read(ReadOnlySpan<byte> bytes, ByteSource source, long offset)
    {
        if (bytes.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Signature)
        {
            throw source.Error("there is no valid record here; its zip directory must have one", offset: offset);
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]);
        int length = HeaderSize + nameLength + extraLength + commentLength;
        if (length > bytes.Length)
        {
            throw source.Error("a record is longer than its zip directory", offset: offset);
        }

        string name = ReadName(bytes.Slice(HeaderSize, nameLength), source, offset);
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        if ((flags & 1) != 0 || method is not (0 or 8))
        {
            string how = (flags & 1) != 0 ? "encrypted" : $"packed by method {method}";
            throw source.Error($"record {Quoted.Text(name)} is {how}; it must be stored or deflated", offset: offset);
        }

        long size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        long packedSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        long localOffset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[42..]);
        ReadOnlySpan<byte> wide = FindZip64(bytes.Slice(HeaderSize + nameLength, extraLength), source, offset);
        Widen(ref size, ref wide, source, offset);
        Widen(ref packedSize, ref wide, source, offset);
        Widen(ref localOffset, ref wide, source, offset);
        bool isDeflated = method == 8;
        if (!isDeflated && size != packedSize)
        {
            throw source.Error(
                $"record {Quoted.Text(name)} is stored in {packedSize} bytes and has {size}; they must be equal",
                offset: offset);
        }

        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        return new ZipDirectoryRecord(name, isDeflated, crc, packedSize, size, localOffset, length);
    }

    private static string ReadName(ReadOnlySpan<byte> bytes, ByteSource source, long offset)
    {
        string name;
        try
        {
            name = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw source.Error("a record's name is not UTF-8; it must be", offset: offset, innerException: exception);
        }

        bool leaves = name.StartsWith('/')
            || name.Contains('\\', StringComparison.Ordinal)
            || name.Contains(':', StringComparison.Ordinal)
            || name.Contains('\0', StringComparison.Ordinal)
            || name.Split('/').Any(part => part is "." or "..");
        return leaves || name.Length == 0
            ? throw source.Error(
                $"record {Quoted.Text(name)} has a name that leaves the archive; it must be a plain relative path",
                offset: offset)
            : name;
    }

    private static ReadOnlySpan<byte> FindZip64(ReadOnlySpan<byte> extra, ByteSource source, long offset)
    {
        while (extra.Length >= 4)
        {
            ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4)
            {
                throw source.Error("a record's extra field is longer than its place in the zip", offset: offset);
            }

            if (tag == Zip64Tag)
            {
                return extra.Slice(4, size);
            }

            extra = extra[(4 + size)..];
        }

        return [];
    }

    private static void Widen(ref long value, ref ReadOnlySpan<byte> wide, ByteSource source, long offset)
    {
        if (value != uint.MaxValue)
        {
            return;
        }

        if (wide.Length < sizeof(long))
        {
            throw source.Error("a record needs 64-bit sizes and its zip64 field does not hold them", offset: offset);
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        if (value < 0)
        {
            throw source.Error("a 64-bit size or offset in its zip is above 2^63 - 1", offset: offset);
        }

        wide = wide[sizeof(long)..];
    }
}
