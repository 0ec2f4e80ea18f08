using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Reads PNG: every colour type and depth, interlaced or not. A file that ends early is refused.</summary>
public sealed class PngDecoder : ImageDecoder
{
    private PngDecoder()
    {
    }

    public static PngDecoder Instance { get; } = new();

    protected override ImageInfo Identify(DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        PngContents contents = new(new ByteSource(stream), options.SkipMetadata);
        contents.ReadToPixels();
        return new ImageInfo(
            new PixelTypeInfo(contents.Header.BitsPerPixel),
            new Size(contents.Header.Width, contents.Header.Height),
            contents.Metadata);
    }

    protected override Image<TPixel> Decode<TPixel>(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        PngContents contents = new(new ByteSource(stream), options.SkipMetadata);
        contents.ReadToPixels();
        return DecodePixels<TPixel>(options, contents, contents.CreateSampleReader(), cancellationToken);
    }

    protected override Image Decode(DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        PngContents contents = new(new ByteSource(stream), options.SkipMetadata);
        contents.ReadToPixels();
        PngSampleReader samples = contents.CreateSampleReader();
        if (samples.HasAlpha || (contents.Header.ColorType == PngColorType.Palette))
        {
            return DecodePixels<Rgba32>(options, contents, samples, cancellationToken);
        }

        return contents.Header.ColorType == PngColorType.Grayscale
            ? DecodePixels<L8>(options, contents, samples, cancellationToken)
            : DecodePixels<Rgb24>(options, contents, samples, cancellationToken);
    }

    private static Image<TPixel> DecodePixels<TPixel>(
        DecoderOptions options,
        PngContents contents,
        PngSampleReader samples,
        CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        PngHeader header = contents.Header;
        PixelBuffer<TPixel> buffer = PixelBuffer<TPixel>.Uninitialized(
            options.Configuration, header.Width, header.Height);
        using Stream compressed = contents.ReadPixelsAndRest();
        MemoryAllocator allocator = options.Configuration.MemoryAllocator;
        new PngPixelReader(header, samples, compressed, allocator).Read(buffer, cancellationToken);
        return new Image<TPixel>(options.Configuration, buffer, contents.Metadata);
    }
}
