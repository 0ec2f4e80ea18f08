using YolactGpu.Weights.IO;
using YolactGpu.Weights.Zip;

namespace YolactGpu.Weights.Torch;

/// <summary>The raw bytes of one storage, wherever the file keeps them.</summary>
internal abstract class TorchStorage(long length, bool isBigEndian)
{
    internal long Length { get; } = length;

    /// <summary>True where multi-byte elements have their bytes the other way round.</summary>
    internal bool IsBigEndian { get; } = isBigEndian;

    /// <summary>The bytes of a range that lies inside the storage.</summary>
    internal abstract Stream OpenRead(long offset, long count);
}

/// <summary>A storage that lies in the file as it is.</summary>
internal sealed class RawTorchStorage(ByteSource source, long start, long length) : TorchStorage(length, false)
{
    internal override Stream OpenRead(long offset, long count) => source.OpenRead(start + offset, count);
}

/// <summary>A storage that is a record of a zip; its checksum is checked before or while it is read.</summary>
internal sealed class ZipTorchStorage(ByteSource source, ZipEntry entry, bool isBigEndian)
    : TorchStorage(entry.Size, isBigEndian)
{
    private const int DrainSize = 64 * 1024;

    private volatile bool isChecked;

    internal override Stream OpenRead(long offset, long count)
    {
        if (offset == 0 && count == Length)
        {
            return entry.OpenRead(source);
        }

        if (!isChecked)
        {
            using Stream whole = entry.OpenRead(source);
            Drain(whole, Length);
            isChecked = true;
        }

        if (!entry.IsDeflated)
        {
            return source.OpenRead(entry.Offset + offset, count);
        }

        Stream rest = entry.OpenRead(source);
        Drain(rest, offset);
        return new LimitedStream(rest, count);
    }

    private static void Drain(Stream stream, long count)
    {
        byte[] buffer = new byte[(int)Math.Min(DrainSize, count)];
        while (count > 0)
        {
            int part = (int)Math.Min(buffer.Length, count);
            stream.ReadExactly(buffer, 0, part);
            count -= part;
        }
    }
}
