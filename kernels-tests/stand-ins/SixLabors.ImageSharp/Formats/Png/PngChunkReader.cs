using System.Buffers.Binary;
using System.Text;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>
/// Goes from chunk to chunk. The checksums of the chunks that pixels depend on are checked; a damaged chunk of any
/// other kind does not lose the image.
/// </summary>
internal sealed class PngChunkReader(ByteSource source)
{
    public const uint Header = 0x49484452;
    public const uint Palette = 0x504C5445;
    public const uint Transparency = 0x74524E53;
    public const uint Data = 0x49444154;
    public const uint Exif = 0x65584966;
    public const uint End = 0x49454E44;
    public const uint AppleHeader = 0x43674249;

    private const int Overhead = 12;

    private int next = PngImageFormatDetector.Signature.Length;

    public uint Type { get; private set; }

    public int DataPosition { get; private set; }

    public int DataLength { get; private set; }

    public ReadOnlySpan<byte> Content => source.Slice(DataPosition, DataLength, $"the PNG's {Name(Type)} chunk");

    private static bool IsChecked(uint type) => type is Header or Palette or Data;

    /// <summary>Reads the next chunk's length and type, and nothing more.</summary>
    public void MoveNext()
    {
        ReadOnlySpan<byte> head = source.Slice(next, 8, "the head of a PNG chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        Type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        foreach (byte letter in head[4..])
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw new InvalidImageContentException(
                    $"At byte {next} of the PNG there is no chunk: its type is 0x{Type:X8}.");
            }
        }

        if (length > (int.MaxValue - Overhead - next))
        {
            throw new InvalidImageContentException($"The PNG's {Name(Type)} chunk says that it has {length} bytes.");
        }

        DataPosition = next + 8;
        DataLength = (int)length;
        next += DataLength + Overhead;
    }

    /// <summary>Compares the chunk's checksum, where it counts, with its type and content.</summary>
    public void Check()
    {
        if (!IsChecked(Type))
        {
            return;
        }

        string what = $"the PNG's {Name(Type)} chunk";
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(source.Slice(DataPosition + DataLength, 4, what));
        uint actual = Crc32.Of(source.Slice(DataPosition - 4, DataLength + 4, what));
        if (stated != actual)
        {
            throw new InvalidImageContentException(
                $"The PNG's {Name(Type)} chunk is damaged: its checksum is 0x{actual:X8}, not 0x{stated:X8}.");
        }
    }

    private static string Name(uint type)
    {
        return Encoding.ASCII.GetString([(byte)(type >> 24), (byte)(type >> 16), (byte)(type >> 8), (byte)type]);
    }
}
