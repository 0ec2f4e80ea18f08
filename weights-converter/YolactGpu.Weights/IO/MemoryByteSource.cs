namespace YolactGpu.Weights.IO;

/// <summary>Bytes in memory.</summary>
internal sealed class MemoryByteSource(string name, ReadOnlyMemory<byte> bytes) : ByteSource(name, bytes.Length)
{
    public override void Dispose()
    {
        // Memory is the caller's.
    }

    protected override void ReadCore(long offset, Span<byte> destination) =>
        bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
