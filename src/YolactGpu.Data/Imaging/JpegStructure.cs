using System.Buffers.Binary;

namespace YolactGpu.Data.Imaging;

/// <summary>Walks through the segments of a JPEG file (ITU-T T.81, annex B).</summary>
internal static class JpegStructure
{
    private const byte StartOfImage = 0xd8;
    private const byte EndOfImage = 0xd9;
    private const byte StartOfScan = 0xda;

    internal static bool IsJpeg(ReadOnlySpan<byte> start) => start is [0xff, StartOfImage, 0xff, ..];

    internal static EncodedImage? Read(ReadOnlySpan<byte> file)
    {
        EncodedImage? image = null;
        bool hasScan = false;
        int position = 2;
        while (NextMarker(file, ref position) is byte marker)
        {
            if (marker == EndOfImage)
            {
                return image is EncodedImage whole && !hasScan
                    ? whole with { Damage = "damaged: it holds no picture data" }
                    : image;
            }

            if (HasNoLength(marker))
            {
                continue;
            }

            int length = position + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[position..]) : 0;
            if (position + Math.Max(length, 2) > file.Length)
            {
                break;
            }

            if (length < 2)
            {
                return image is EncodedImage known ? known with { Damage = "damaged: a segment has no length" } : null;
            }

            if (image is null && IsFrame(marker))
            {
                image = ReadFrame(marker, file.Slice(position + 2, length - 2));
            }

            hasScan |= marker == StartOfScan;
            position += length;
        }

        return image is EncodedImage cut ? cut with { Damage = "truncated: it ends before its end marker" } : null;
    }

    /// <summary>
    /// Moves behind the next marker and returns it; null at the end of the file. What lies before it is skipped:
    /// entropy-coded data, in which each byte 0xff is followed by a 0 or is a restart marker, and fill bytes.
    /// </summary>
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int position)
    {
        int skipped = file[Math.Min(position, file.Length)..].IndexOf((byte)0xff);
        if (skipped < 0)
        {
            return null;
        }

        position += skipped;
        while (position < file.Length && file[position] == 0xff)
        {
            position++;
        }

        return position < file.Length ? file[position++] : null;
    }

    /// <summary>Stuffed zeros, TEM, restart markers and SOI stand alone.</summary>
    private static bool HasNoLength(byte marker) => marker is 0x00 or 0x01 or (>= 0xd0 and <= StartOfImage);

    /// <summary>SOF0 to SOF15; C4, C8 and CC among them are something else.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    private static EncodedImage? ReadFrame(byte marker, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6)
        {
            return null;
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        return new EncodedImage(width, height, Refusal(marker, frame[0], frame[5]), null);
    }

    private static string? Refusal(byte marker, int bitsPerSample, int components)
    {
        if (marker > 0xc2)
        {
            return $"a lossless, hierarchical or arithmetic-coded JPEG (SOF{marker - 0xc0}); "
                + "baseline and progressive ones are taken";
        }

        if (components == 4)
        {
            return "a CMYK JPEG; RGB and grey ones are taken, so convert it to RGB first";
        }

        if (components is not (1 or 3))
        {
            return $"a JPEG of {components} components; 1 (grey) or 3 (colour) are taken";
        }

        return bitsPerSample == 8 ? null : $"a JPEG of {bitsPerSample} bits per sample; 8 are taken";
    }
}
