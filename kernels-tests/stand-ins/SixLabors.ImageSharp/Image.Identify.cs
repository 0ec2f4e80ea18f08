using SixLabors.ImageSharp.Formats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    public static IImageFormat DetectFormat(string path) => DetectFormat(DecoderOptions.Default, path);

    public static IImageFormat DetectFormat(DecoderOptions options, string path)
    {
        using FileStream file = File.OpenRead(path);
        return DetectFormat(options, file);
    }

    public static IImageFormat DetectFormat(Stream stream) => DetectFormat(DecoderOptions.Default, stream);

    public static IImageFormat DetectFormat(DecoderOptions options, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Configuration.ImageFormatsManager.Detect(SeekableStream.From(stream));
    }

    public static IImageFormat DetectFormat(ReadOnlySpan<byte> buffer) => DetectFormat(DecoderOptions.Default, buffer);

    public static IImageFormat DetectFormat(DecoderOptions options, ReadOnlySpan<byte> buffer)
    {
        using MemoryStream stream = SeekableStream.Over(buffer, nameof(buffer));
        return DetectFormat(options, stream);
    }

    public static ImageInfo Identify(string path) => Identify(DecoderOptions.Default, path);

    public static ImageInfo Identify(DecoderOptions options, string path)
    {
        using FileStream file = File.OpenRead(path);
        return Identify(options, file);
    }

    public static ImageInfo Identify(Stream stream) => Identify(DecoderOptions.Default, stream);

    public static ImageInfo Identify(DecoderOptions options, Stream stream)
    {
        return Decoder(options, ref stream).Identify(options, stream);
    }

    public static ImageInfo Identify(ReadOnlySpan<byte> buffer) => Identify(DecoderOptions.Default, buffer);

    public static ImageInfo Identify(DecoderOptions options, ReadOnlySpan<byte> buffer)
    {
        using MemoryStream stream = SeekableStream.Over(buffer, nameof(buffer));
        return Identify(options, stream);
    }

    public static Task<ImageInfo> IdentifyAsync(string path, CancellationToken cancellationToken = default)
    {
        return IdentifyAsync(DecoderOptions.Default, path, cancellationToken);
    }

    public static async Task<ImageInfo> IdentifyAsync(
        DecoderOptions options, string path, CancellationToken cancellationToken = default)
    {
        using FileStream file = OpenAsynchronously(path);
        return await IdentifyAsync(options, file, cancellationToken).ConfigureAwait(false);
    }

    public static Task<ImageInfo> IdentifyAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        return IdentifyAsync(DecoderOptions.Default, stream, cancellationToken);
    }

    public static async Task<ImageInfo> IdentifyAsync(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken = default)
    {
        stream = await SeekableStream.InMemoryAsync(stream, cancellationToken).ConfigureAwait(false);
        return Identify(options, stream);
    }
}
