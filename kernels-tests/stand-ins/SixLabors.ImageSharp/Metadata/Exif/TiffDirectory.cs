using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Metadata.Profiles.Exif;

/// <summary>
/// The first directory of the TIFF structure that EXIF data is, in either byte order. Whatever is malformed in it
/// reads as absent: an image is not lost over its metadata.
/// </summary>
internal static class TiffDirectory
{
    private const int HeaderSize = 8;
    private const int EntrySize = 12;
    private const ushort Magic = 42;

    /// <summary>The first entry of this tag that holds one integer from 0 to 65,535.</summary>
    public static ushort? ReadShort(ReadOnlySpan<byte> data, ExifTag tag)
    {
        if (data.Length < HeaderSize)
        {
            return null;
        }

        bool bigEndian = data.StartsWith("MM"u8);
        bool hasByteOrder = bigEndian || data.StartsWith("II"u8);
        if (!hasByteOrder || (UInt16(data[2..], bigEndian) != Magic))
        {
            return null;
        }

        uint offset = UInt32(data[4..], bigEndian);
        if (offset > (data.Length - 2))
        {
            return null;
        }

        int count = UInt16(data[(int)offset..], bigEndian);
        ReadOnlySpan<byte> entries = data[((int)offset + 2)..];
        for (int i = 0; (i < count) && (entries.Length >= EntrySize); i++, entries = entries[EntrySize..])
        {
            if ((UInt16(entries, bigEndian) == (ushort)tag) && (ReadSingle(entries, bigEndian) is ushort value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A whole TIFF structure, little-endian, with one directory of 16-bit values.</summary>
    public static byte[] Write(IReadOnlyList<IExifValue<ushort>> values)
    {
        byte[] data = new byte[HeaderSize + 2 + (EntrySize * values.Count) + 4];
        Span<byte> rest = data;
        "II"u8.CopyTo(rest);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[HeaderSize..], (ushort)values.Count);
        rest = rest[(HeaderSize + 2)..];
        foreach (IExifValue<ushort> value in values)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)value.Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], (ushort)ExifDataType.Short);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[8..], value.Value);
            rest = rest[EntrySize..];
        }

        return data;
    }

    private static ushort? ReadSingle(ReadOnlySpan<byte> entry, bool bigEndian)
    {
        ExifDataType type = (ExifDataType)UInt16(entry[2..], bigEndian);
        if (UInt32(entry[4..], bigEndian) != 1)
        {
            return null;
        }

        int value = type switch
        {
            ExifDataType.Short => UInt16(entry[8..], bigEndian),
            ExifDataType.SignedShort => (short)UInt16(entry[8..], bigEndian),
            ExifDataType.SignedLong => (int)UInt32(entry[8..], bigEndian),
            _ => -1,
        };
        return value is >= 0 and <= ushort.MaxValue ? (ushort)value : null;
    }

    private static ushort UInt16(ReadOnlySpan<byte> data, bool bigEndian)
    {
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(data) : BinaryPrimitives.ReadUInt16LittleEndian(data);
    }

    private static uint UInt32(ReadOnlySpan<byte> data, bool bigEndian)
    {
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);
    }
}
