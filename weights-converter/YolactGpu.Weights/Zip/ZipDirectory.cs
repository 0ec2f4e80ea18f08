using System.Buffers.Binary;
using System.Text;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Zip;

/// <summary>
/// The records of a zip file by name. Refuses what a weights file has no need of: names that leave the archive, two
/// records of one name, records that overlap or lie about their place, and more unpacked bytes than the file's size
/// can justify.
/// </summary>
internal static class ZipDirectory
{
    private const uint LocalSignature = 0x04034b50;
    private const int LocalHeaderSize = 30;
    private const int MaxEntries = 200_000;
    private const int MaxDirectorySize = 64 * 1024 * 1024;

    // Weights shrink little: 32 times is far beyond any network, and the constant lets small files hold zeros.
    private const long UnpackedAllowance = 64 * 1024 * 1024;
    private const long UnpackedFactor = 32;

    internal static IReadOnlyDictionary<string, ZipEntry> Read(ByteSource source)
    {
        ZipEnd end = ZipEnd.Find(source);
        if (end.EntryCount is < 0 or > MaxEntries || end.DirectorySize > MaxDirectorySize)
        {
            throw source.Error(
                $"its zip has {end.EntryCount} records in a directory of {end.DirectorySize} bytes; "
                + $"at most {MaxEntries} in {MaxDirectorySize} are read",
                offset: end.DirectoryOffset);
        }

        byte[] directory = source.Read(end.DirectoryOffset, (int)end.DirectorySize);
        Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);
        List<(long Start, long End, string Name)> places = [];
        int position = 0;
        for (long index = 0; index < end.EntryCount; index++)
        {
            ReadOnlySpan<byte> rest = directory.AsSpan(position);
            long offset = end.DirectoryOffset + position;
            ZipDirectoryRecord record = ZipDirectoryRecord.Read(rest, source, offset);
            position += record.Length;
            long dataOffset = CheckLocalHeader(source, record, end.DirectoryOffset);
            ZipEntry entry =
                new(record.Name, record.IsDeflated, dataOffset, record.PackedSize, record.Size, record.Crc);
            places.Add((record.LocalOffset, dataOffset + record.PackedSize, record.Name));
            if (!entries.TryAdd(record.Name, entry))
            {
                throw source.Error($"record {Quoted.Text(record.Name)} occurs twice in its zip", offset: offset);
            }
        }

        if (position != directory.Length)
        {
            throw source.Error(
                $"its zip directory has {directory.Length} bytes; its {end.EntryCount} records take {position}",
                offset: end.DirectoryOffset);
        }

        CheckPlaces(source, places);
        CheckUnpackedSize(source, entries.Values);
        return entries;
    }

    private static long CheckLocalHeader(ByteSource source, ZipDirectoryRecord record, long limit)
    {
        string name = Quoted.Text(record.Name);
        if (record.LocalOffset < 0 || record.LocalOffset > limit - LocalHeaderSize)
        {
            throw source.Error(
                $"record {name} is said to be at {record.LocalOffset}; it must be before the zip directory at {limit}");
        }

        byte[] header = source.Read(record.LocalOffset, LocalHeaderSize);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26));
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        long dataOffset = record.LocalOffset + LocalHeaderSize + nameLength + extraLength;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature || dataOffset > limit)
        {
            throw source.Error(
                $"record {name} has no valid header where the zip says it is", offset: record.LocalOffset);
        }

        ushort method = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8));
        byte[] localName = source.Read(record.LocalOffset + LocalHeaderSize, nameLength);
        bool isSame = method == (record.IsDeflated ? 8 : 0)
            && localName.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(record.Name));
        if (!isSame)
        {
            throw source.Error(
                $"record {name} has another name or method in its own header; they must be the same",
                offset: record.LocalOffset);
        }

        if (record.PackedSize > limit - dataOffset)
        {
            throw source.Error(
                $"record {name} is said to take {record.PackedSize} bytes; there are {limit - dataOffset}",
                offset: record.LocalOffset);
        }

        return dataOffset;
    }

    private static void CheckPlaces(ByteSource source, List<(long Start, long End, string Name)> places)
    {
        places.Sort((left, right) => left.Start.CompareTo(right.Start));
        for (int index = 1; index < places.Count; index++)
        {
            if (places[index].Start < places[index - 1].End)
            {
                throw source.Error(
                    $"record {Quoted.Text(places[index].Name)} overlaps {Quoted.Text(places[index - 1].Name)}; "
                    + "records of a zip must lie apart",
                    offset: places[index].Start);
            }
        }
    }

    private static void CheckUnpackedSize(ByteSource source, IEnumerable<ZipEntry> entries)
    {
        Int128 limit = UnpackedAllowance + ((Int128)source.Length * UnpackedFactor);
        Int128 total = 0;
        foreach (ZipEntry entry in entries)
        {
            total += entry.Size;
        }

        if (total > limit)
        {
            throw source.Error(
                $"its zip of {source.Length} bytes unpacks to {total}; more than {limit} is taken for a zip bomb");
        }
    }
}
