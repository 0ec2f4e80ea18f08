namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The contents of a PNG's IDAT chunks, joined.</summary>
internal sealed class PngDataStream(ByteSource source, IReadOnlyList<(int Position, int Length)> pieces) : Stream
{
    private int piece;
    private int offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (piece < pieces.Count)
        {
            (int position, int length) = pieces[piece];
            int count = Math.Min(length - offset, buffer.Length);
            if (count > 0)
            {
                source.Slice(position + offset, count, "the PNG's pixels").CopyTo(buffer);
                offset += count;
                return count;
            }

            if (offset < length)
            {
                return 0;
            }

            piece++;
            offset = 0;
        }

        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
