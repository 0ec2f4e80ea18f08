namespace YolactGpu.Weights.IO;

/// <summary>A range of a <see cref="ByteSource"/>, from its first byte to its last.</summary>
internal sealed class ByteSourceStream(ByteSource source, long offset, long count) : ReadOnlyStream
{
    private long next = offset;
    private long remaining = count;

    public override int Read(Span<byte> buffer)
    {
        int length = (int)Math.Min(buffer.Length, remaining);
        if (length == 0)
        {
            return 0;
        }

        source.Read(next, buffer[..length]);
        next += length;
        remaining -= length;
        return length;
    }
}
