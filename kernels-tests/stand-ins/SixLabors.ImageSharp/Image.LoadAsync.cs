using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    public static Task<Image> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        return LoadAsync(DecoderOptions.Default, path, cancellationToken);
    }

    public static async Task<Image> LoadAsync(
        DecoderOptions options, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using FileStream file = OpenAsynchronously(path);
        return await LoadAsync(options, file, cancellationToken).ConfigureAwait(false);
    }

    public static Task<Image> LoadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        return LoadAsync(DecoderOptions.Default, stream, cancellationToken);
    }

    public static async Task<Image> LoadAsync(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken = default)
    {
        stream = await SeekableStream.InMemoryAsync(stream, cancellationToken).ConfigureAwait(false);
        IImageDecoder decoder = Decoder(options, ref stream);
        return await decoder.DecodeAsync(options, stream, cancellationToken).ConfigureAwait(false);
    }

    public static Task<Image<TPixel>> LoadAsync<TPixel>(string path, CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return LoadAsync<TPixel>(DecoderOptions.Default, path, cancellationToken);
    }

    public static async Task<Image<TPixel>> LoadAsync<TPixel>(
        DecoderOptions options,
        string path,
        CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        using FileStream file = OpenAsynchronously(path);
        return await LoadAsync<TPixel>(options, file, cancellationToken).ConfigureAwait(false);
    }

    public static Task<Image<TPixel>> LoadAsync<TPixel>(Stream stream, CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        return LoadAsync<TPixel>(DecoderOptions.Default, stream, cancellationToken);
    }

    public static async Task<Image<TPixel>> LoadAsync<TPixel>(
        DecoderOptions options,
        Stream stream,
        CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        stream = await SeekableStream.InMemoryAsync(stream, cancellationToken).ConfigureAwait(false);
        IImageDecoder decoder = Decoder(options, ref stream);
        return await decoder.DecodeAsync<TPixel>(options, stream, cancellationToken).ConfigureAwait(false);
    }

    private static FileStream OpenAsynchronously(string path)
    {
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true);
    }
}
