namespace YolactGpu.Weights.IO;

/// <summary>A seekable stream from its present position on; one reader at a time moves it.</summary>
internal sealed class StreamByteSource : ByteSource
{
    private readonly Lock gate = new();
    private readonly Stream stream;
    private readonly long start;
    private readonly bool leaveOpen;

    internal StreamByteSource(Stream stream, string name, bool leaveOpen)
        : base(name, stream.Length - stream.Position)
    {
        this.stream = stream;
        this.leaveOpen = leaveOpen;
        start = stream.Position;
    }

    public override void Dispose()
    {
        if (!leaveOpen)
        {
            stream.Dispose();
        }
    }

    protected override void ReadCore(long offset, Span<byte> destination)
    {
        lock (gate)
        {
            stream.Position = start + offset;
            stream.ReadExactly(destination);
        }
    }
}
