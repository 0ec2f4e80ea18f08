namespace YolactGpu.Weights.IO;

/// <summary>The next bytes of a stream, up to a limit.</summary>
internal sealed class LimitedStream(Stream content, long count) : ReadOnlyStream
{
    private long remaining = count;

    public override int Read(Span<byte> buffer)
    {
        int length = content.Read(buffer[..(int)Math.Min(buffer.Length, remaining)]);
        remaining -= length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
