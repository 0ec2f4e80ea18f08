using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp.Formats;

/// <summary>
/// What the decoders share: streams that cannot seek, asynchronous reading, scaling, the decoded format.
/// </summary>
public abstract class ImageDecoder : IImageDecoder
{
    public ImageInfo Identify(DecoderOptions options, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(options);
        Stream seekable = SeekableStream.From(stream);
        ImageInfo info = Guarded(() => Identify(options, seekable, CancellationToken.None));
        info.Metadata.DecodedImageFormat = options.Configuration.ImageFormatsManager.FormatOf(this);
        return info;
    }

    public Image<TPixel> Decode<TPixel>(DecoderOptions options, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        Stream seekable = SeekableStream.From(stream);
        return Finish(options, Guarded(() => Decode<TPixel>(options, seekable, CancellationToken.None)));
    }

    public Image Decode(DecoderOptions options, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(options);
        Stream seekable = SeekableStream.From(stream);
        return Finish(options, Guarded(() => Decode(options, seekable, CancellationToken.None)));
    }

    public async Task<ImageInfo> IdentifyAsync(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Stream memory = await SeekableStream.InMemoryAsync(stream, cancellationToken).ConfigureAwait(false);
        return Identify(options, memory);
    }

    public async Task<Image<TPixel>> DecodeAsync<TPixel>(
        DecoderOptions options,
        Stream stream,
        CancellationToken cancellationToken = default)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        Stream memory = await SeekableStream.InMemoryAsync(stream, cancellationToken).ConfigureAwait(false);
        return Finish(options, Guarded(() => Decode<TPixel>(options, memory, cancellationToken)));
    }

    public async Task<Image> DecodeAsync(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Stream memory = await SeekableStream.InMemoryAsync(stream, cancellationToken).ConfigureAwait(false);
        return Finish(options, Guarded(() => Decode(options, memory, cancellationToken)));
    }

    protected abstract ImageInfo Identify(DecoderOptions options, Stream stream, CancellationToken cancellationToken);

    protected abstract Image<TPixel> Decode<TPixel>(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>;

    protected abstract Image Decode(DecoderOptions options, Stream stream, CancellationToken cancellationToken);

    /// <summary>What a header asks for and the allocator refuses is an error of the image.</summary>
    private static TResult Guarded<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (InvalidMemoryOperationException refusal)
        {
            throw new InvalidImageContentException($"The image is too large. {refusal.Message}", refusal);
        }
    }

    private TImage Finish<TImage>(DecoderOptions options, TImage image)
        where TImage : Image
    {
        image.Metadata.DecodedImageFormat = options.Configuration.ImageFormatsManager.FormatOf(this);
        if (options.TargetSize is Size target && (target.Width != image.Width) && (target.Height != image.Height))
        {
            image.CreateProcessingContext().ApplyResize(BoxResize.SizeWithin(image.Size, target));
        }

        return image;
    }
}
