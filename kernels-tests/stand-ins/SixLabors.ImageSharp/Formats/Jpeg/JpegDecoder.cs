using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Reads JPEG: baseline, extended and progressive Huffman coding, 8 bits, grey and colour. A file that ends early is
/// refused.
/// </summary>
public sealed class JpegDecoder : ImageDecoder
{
    private JpegDecoder()
    {
    }

    public static JpegDecoder Instance { get; } = new();

    protected override ImageInfo Identify(DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        JpegReader reader = new(new ByteSource(stream), options.SkipMetadata);
        JpegFrame frame = reader.ReadToFirstScan();
        PixelTypeInfo pixelType = new(frame.Components.Length * frame.Precision);
        return new ImageInfo(pixelType, new Size(frame.Width, frame.Height), reader.Metadata);
    }

    protected override Image<TPixel> Decode<TPixel>(
        DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        JpegReader reader = new(new ByteSource(stream), options.SkipMetadata);
        JpegFrame frame = reader.ReadToFirstScan();
        ThrowIfUnsupported(frame);
        PixelBuffer<TPixel> buffer = PixelBuffer<TPixel>.Uninitialized(
            options.Configuration, frame.Width, frame.Height);
        reader.ReadScans(options.Configuration.MemoryAllocator, cancellationToken);
        if (frame.IsProgressive)
        {
            TransformBlocks(frame, cancellationToken);
        }

        new JpegColorRows(frame, reader.IsRgb).Write(buffer);
        return new Image<TPixel>(options.Configuration, buffer, reader.Metadata);
    }

    protected override Image Decode(DecoderOptions options, Stream stream, CancellationToken cancellationToken)
    {
        return Decode<Rgb24>(options, stream, cancellationToken);
    }

    /// <summary>Coefficients to samples, once all scans have added theirs.</summary>
    private static void TransformBlocks(JpegFrame frame, CancellationToken cancellationToken)
    {
        foreach (JpegComponent component in frame.Components)
        {
            for (int row = 0; row < component.BlockRows; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int column = 0; column < component.BlockColumns; column++)
                {
                    Span<short> block = component.Block(row, column);
                    Span<byte> samples = component.SamplesOf(row, column);
                    if (block[1..].ContainsAnyExcept((short)0))
                    {
                        InverseCosineTransform.Transform(block, component.Quantizer, samples, component.Stride);
                    }
                    else
                    {
                        InverseCosineTransform.TransformFlat(
                            block[0], component.Quantizer![0], samples, component.Stride);
                    }
                }
            }
        }
    }

    private static void ThrowIfUnsupported(JpegFrame frame)
    {
        if (frame.Precision != 8)
        {
            throw new NotSupportedException($"The JPEG has {frame.Precision} bits per sample; 8 can be read.");
        }

        if (frame.Components.Length == 4)
        {
            throw new NotSupportedException(
                "The JPEG's colours are CMYK or YCCK, which are for print; grey, YCbCr and RGB can be read.");
        }
    }
}
