using System.Buffers.Binary;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Zip;

/// <summary>Where a zip's central directory lies, from the records at the end of the file.</summary>
internal readonly record struct ZipEnd(long DirectoryOffset, long DirectorySize, long EntryCount)
{
    private const uint EndSignature = 0x06054b50;
    private const uint LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int End64Size = 56;

    internal static ZipEnd Find(ByteSource source)
    {
        int tailLength = (int)Math.Min(source.Length, EndSize + ushort.MaxValue);
        long tailOffset = source.Length - tailLength;
        byte[] tail = source.Read(tailOffset, tailLength);
        for (int index = tailLength - EndSize; index >= 0; index--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(index);
            bool found = BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature
                && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndSize;
            if (found)
            {
                return Read(source, end, tailOffset + index);
            }
        }

        throw source.Error("it starts as a zip and has no zip end record; it must end with one (is it cut off?)");
    }

    private static ZipEnd Read(ByteSource source, ReadOnlySpan<byte> end, long endOffset)
    {
        ushort disk = BinaryPrimitives.ReadUInt16LittleEndian(end[4..]);
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        ZipEnd plain = new(offset, size, count);
        ZipEnd? wide = FindWide(source, endOffset, out long directoryEnd);
        if ((disk is not (0 or ushort.MaxValue)) || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != count)
        {
            throw source.Error("its zip is split over several files; it must be one", offset: endOffset);
        }

        bool agrees = wide is null
            || ((count == ushort.MaxValue || count == wide.Value.EntryCount)
                && (size == uint.MaxValue || size == wide.Value.DirectorySize)
                && (offset == uint.MaxValue || offset == wide.Value.DirectoryOffset));
        if (!agrees)
        {
            throw source.Error("its zip and zip64 end records differ; they must say the same", offset: endOffset);
        }

        ZipEnd result = wide ?? plain;
        if (result.DirectoryOffset < 0
            || result.DirectorySize < 0
            || result.DirectoryOffset > directoryEnd
            || result.DirectorySize != directoryEnd - result.DirectoryOffset)
        {
            throw source.Error(
                $"its zip directory is said to be {result.DirectorySize} bytes at {result.DirectoryOffset}; "
                + $"it must end at {directoryEnd}",
                offset: endOffset);
        }

        return result;
    }

    private static ZipEnd? FindWide(ByteSource source, long endOffset, out long directoryEnd)
    {
        directoryEnd = endOffset;
        if (endOffset < LocatorSize + End64Size)
        {
            return null;
        }

        byte[] locator = source.Read(endOffset - LocatorSize, LocatorSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature)
        {
            return null;
        }

        // Nothing but the locator follows the zip64 end record, so its place can be checked, not only believed.
        long offset = BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8));
        if (offset < 0 || offset > endOffset - LocatorSize - End64Size)
        {
            throw source.Error(
                $"its zip64 end record is said to be at {offset}; it must be before {endOffset - LocatorSize}",
                offset: endOffset - LocatorSize);
        }

        ReadOnlySpan<byte> end = source.Read(offset, End64Size);
        long recordSize = BinaryPrimitives.ReadInt64LittleEndian(end[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != End64Signature
            || recordSize != endOffset - LocatorSize - offset - 12)
        {
            throw source.Error("there is no valid zip64 end record where the file says it is", offset: offset);
        }

        directoryEnd = offset;
        return new ZipEnd(
            BinaryPrimitives.ReadInt64LittleEndian(end[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(end[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(end[32..]));
    }
}
