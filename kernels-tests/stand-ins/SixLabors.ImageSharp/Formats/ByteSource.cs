using System.Buffers.Binary;

namespace SixLabors.ImageSharp.Formats;

/// <summary>
/// A seekable stream's bytes from its position on, read no further than was asked for: a header costs a few reads
/// however large the file is, and the bodies of images are then read as spans.
/// </summary>
internal sealed class ByteSource
{
    private const int FirstRead = 4096;

    private readonly Stream stream;
    private byte[] bytes = [];
    private int length;
    private bool atEnd;

    public ByteSource(Stream stream)
    {
        this.stream = stream;
    }

    /// <summary>
    /// Whether the data goes on for <paramref name="count"/> bytes after <paramref name="position"/>.
    /// </summary>
    public bool Has(int position, int count)
    {
        long end = (long)position + count;
        while ((length < end) && !atEnd)
        {
            ReadMore(end);
        }

        return length >= end;
    }

    public ReadOnlySpan<byte> Slice(int position, int count, string what)
    {
        if (!Has(position, count))
        {
            throw new InvalidImageContentException(
                $"The data ends at byte {length}, within {what} ({count} bytes from byte {position}).");
        }

        return bytes.AsSpan(position, count);
    }

    public byte Byte(int position, string what) => Slice(position, 1, what)[0];

    public ushort UInt16BigEndian(int position, string what)
    {
        return BinaryPrimitives.ReadUInt16BigEndian(Slice(position, 2, what));
    }

    /// <summary>Everything, read to the end.</summary>
    public ReadOnlySpan<byte> All()
    {
        while (!atEnd)
        {
            ReadMore(long.MaxValue);
        }

        return bytes.AsSpan(0, length);
    }

    private void ReadMore(long wanted)
    {
        if (length == bytes.Length)
        {
            // Bounded by what the stream has: a header may claim any length.
            long available = length + Math.Max(stream.Length - stream.Position, 0);
            long size = Math.Min(available, Math.Max(Math.Max(wanted, FirstRead), 2L * length));
            if (size > Array.MaxLength)
            {
                throw new InvalidImageContentException($"The data is longer than {Array.MaxLength} bytes.");
            }

            Array.Resize(ref bytes, (int)size);
        }

        int count = stream.Read(bytes, length, bytes.Length - length);
        length += count;
        atEnd = count == 0;
    }
}
