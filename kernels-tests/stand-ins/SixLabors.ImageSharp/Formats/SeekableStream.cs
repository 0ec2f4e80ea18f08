namespace SixLabors.ImageSharp.Formats;

/// <summary>Streams as the decoders need them.</summary>
internal static class SeekableStream
{
    public static Stream From(Stream stream)
    {
        ThrowIfUnreadable(stream);
        if (stream.CanSeek)
        {
            return stream;
        }

        MemoryStream copy = new();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    public static async Task<Stream> InMemoryAsync(Stream stream, CancellationToken cancellationToken)
    {
        ThrowIfUnreadable(stream);
        cancellationToken.ThrowIfCancellationRequested();
        if (stream is MemoryStream)
        {
            return stream;
        }

        MemoryStream copy = new();
        await stream.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        copy.Position = 0;
        return copy;
    }

    /// <summary>As in the real package, an empty span counts as none at all.</summary>
    public static MemoryStream Over(ReadOnlySpan<byte> data, string name)
    {
        return data.IsEmpty
            ? throw new ArgumentNullException(name, "The span is empty.")
            : new MemoryStream(data.ToArray());
    }

    private static void ThrowIfUnreadable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new NotSupportedException("The stream cannot be read.");
        }
    }
}
