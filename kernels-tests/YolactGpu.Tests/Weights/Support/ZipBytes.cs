using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace YolactGpu.Tests.Weights.Support;

/// <summary>Writes zip files byte by byte, good and bad ones alike.</summary>
internal sealed class ZipBytes
{
    private readonly List<byte> bytes = [];

    /// <summary>Adds the zip64 end record and its locator.</summary>
    internal bool HasWideEnd { get; init; }

    /// <summary>Changes the zip64 end record's fields: record count, directory size, directory offset.</summary>
    internal Func<long, long, long, (long Count, long Size, long Offset)>? WideEndLie { get; init; }

    internal long? WideEndOffset { get; init; }

    internal ushort? EntryCount { get; init; }

    internal string Comment { get; init; } = "";

    internal byte[] Write(params IReadOnlyList<ZipRecord> records)
    {
        List<byte[]> directory = [.. records.Select(WriteRecord)];
        long directoryOffset = bytes.Count;
        directory.ForEach(entry => bytes.AddRange(entry));
        long directorySize = bytes.Count - directoryOffset;
        if (HasWideEnd)
        {
            WriteWideEnd(records.Count, directorySize, directoryOffset);
        }

        byte[] comment = Encoding.UTF8.GetBytes(Comment);
        ushort count = EntryCount ?? (ushort)records.Count;
        Write32(0x06054b50);
        Write16(0);
        Write16(0);
        Write16(HasWideEnd ? ushort.MaxValue : count);
        Write16(HasWideEnd ? ushort.MaxValue : count);
        Write32(HasWideEnd ? uint.MaxValue : (uint)directorySize);
        Write32(HasWideEnd ? uint.MaxValue : (uint)directoryOffset);
        Write16((ushort)comment.Length);
        bytes.AddRange(comment);
        return [.. bytes];
    }

    internal static byte[] Deflate(byte[] data)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return packed.ToArray();
    }

    /// <summary>CRC-32, one bit at a time: the definition.</summary>
    internal static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xffffffff;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xedb88320);
            }
        }

        return ~crc;
    }

    private byte[] WriteRecord(ZipRecord record)
    {
        byte[] packed = record.Packed ?? (record.IsDeflated ? Deflate(record.Data) : record.Data);
        long offset = record.LocalOffset ?? bytes.Count;
        long size = record.Size ?? record.Data.Length;
        long packedSize = record.PackedSize ?? packed.Length;
        ushort method = record.Method ?? (record.IsDeflated ? (ushort)8 : (ushort)0);
        uint crc = record.Crc ?? Crc(record.Data);
        byte[] localName = Encoding.UTF8.GetBytes(record.LocalName ?? record.Name);
        Write32(0x04034b50);
        Write16(record.IsWide ? (ushort)45 : (ushort)20);
        Write16(record.Flags);
        Write16(method);
        Write32(0);
        Write32(crc);
        Write32(record.IsWide ? uint.MaxValue : (uint)packed.Length);
        Write32(record.IsWide ? uint.MaxValue : (uint)record.Data.Length);
        Write16((ushort)localName.Length);
        Write16(record.IsWide ? (ushort)20 : (ushort)0);
        bytes.AddRange(localName);
        if (record.IsWide)
        {
            Write16(1);
            Write16(16);
            Write64(record.Data.Length);
            Write64(packed.Length);
        }

        bytes.AddRange(packed);
        return DirectoryEntry(record, method, crc, packedSize, size, offset);
    }

    private static byte[] DirectoryEntry(
        ZipRecord record,
        ushort method,
        uint crc,
        long packedSize,
        long size,
        long offset)
    {
        ZipBytes entry = new();
        byte[] name = Encoding.UTF8.GetBytes(record.Name);
        entry.Write32(0x02014b50);
        entry.Write16(20);
        entry.Write16(20);
        entry.Write16(record.Flags);
        entry.Write16(method);
        entry.Write32(0);
        entry.Write32(crc);
        entry.Write32(record.IsWide ? uint.MaxValue : (uint)packedSize);
        entry.Write32(record.IsWide ? uint.MaxValue : (uint)size);
        entry.Write16((ushort)name.Length);
        entry.Write16(record.IsWide ? (ushort)28 : (ushort)0);
        entry.Write16(0);
        entry.Write16(0);
        entry.Write16(0);
        entry.Write32(0);
        entry.Write32(record.IsWide ? uint.MaxValue : (uint)offset);
        entry.bytes.AddRange(name);
        if (record.IsWide)
        {
            entry.Write16(1);
            entry.Write16(24);
            entry.Write64(size);
            entry.Write64(packedSize);
            entry.Write64(offset);
        }

        return [.. entry.bytes];
    }

    private void WriteWideEnd(long count, long size, long offset)
    {
        long place = WideEndOffset ?? bytes.Count;
        if (WideEndLie is not null)
        {
            (count, size, offset) = WideEndLie(count, size, offset);
        }

        Write32(0x06064b50);
        Write64(44);
        Write16(45);
        Write16(45);
        Write32(0);
        Write32(0);
        Write64(count);
        Write64(count);
        Write64(size);
        Write64(offset);
        Write32(0x07064b50);
        Write32(0);
        Write64(place);
        Write32(1);
    }

    private void Write16(ushort value)
    {
        Span<byte> next = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(next, value);
        bytes.AddRange(next);
    }

    private void Write32(uint value)
    {
        Span<byte> next = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(next, value);
        bytes.AddRange(next);
    }

    private void Write64(long value)
    {
        Span<byte> next = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(next, value);
        bytes.AddRange(next);
    }
}
