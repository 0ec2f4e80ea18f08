namespace YolactGpu.Weights.IO;

/// <summary>Bytes at offsets, whatever they lie in: a file, memory, a stream.</summary>
internal abstract class ByteSource(string name, long length) : IDisposable
{
    /// <summary>The name used in messages.</summary>
    internal string Name { get; } = name;

    internal long Length { get; } = length;

    public abstract void Dispose();

    /// <summary>Fills the destination with the bytes from <paramref name="offset"/> on.</summary>
    internal void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > Length || destination.Length > Length - offset)
        {
            throw Error($"{destination.Length} bytes are needed here; the file ends at byte {Length}", offset: offset);
        }

        try
        {
            ReadCore(offset, destination);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Error($"{destination.Length} bytes cannot be read: {Quoted.Line(exception.Message)}",
                offset: offset, innerException: exception);
        }
    }

    internal byte[] Read(long offset, int count)
    {
        // Asks before it allocates: the count may be a lie.
        if (offset < 0 || offset > Length || count > Length - offset)
        {
            throw Error($"{count} bytes are needed here; the file ends at byte {Length}", offset: offset);
        }

        byte[] bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>Opens the file of the same name with another extension.</summary>
    internal virtual ByteSource OpenBeside(string extension) =>
        throw Error($"needs a {extension} file beside it; it must be opened by its path");

    internal Stream OpenRead(long offset, long count) => new ByteSourceStream(this, offset, count);

    internal WeightsException Error(
        string problem,
        string? tensor = null,
        long? offset = null,
        Exception? innerException = null) =>
        new(Name, problem, tensor, offset, innerException);

    protected abstract void ReadCore(long offset, Span<byte> destination);
}
