using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats;

/// <summary>What the encoders share.</summary>
public abstract class ImageEncoder : IImageEncoder
{
    public bool SkipMetadata { get; init; }

    public void Encode<TPixel>(Image<TPixel> image, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Encode(image, stream, CancellationToken.None);
    }

    public async Task EncodeAsync<TPixel>(
        Image<TPixel> image, Stream stream, CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using MemoryStream encoded = new();
        cancellationToken.ThrowIfCancellationRequested();
        Encode(image, encoded, cancellationToken);
        encoded.Position = 0;
        await encoded.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected abstract void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>;
}
