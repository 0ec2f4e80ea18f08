using System.Buffers.Binary;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Lays out a baseline JPEG file of one picture.</summary>
internal sealed class JpegWriter(int width, int height, int quality, JpegColorType colorType)
{
    private readonly EntropyWriter file = new();
    private readonly byte[] luminance = JpegQuantizers.For(quality, isLuminance: true);
    private readonly byte[] chrominance = JpegQuantizers.For(quality, isLuminance: false);
    private readonly int subsampling = colorType == JpegColorType.YCbCrRatio420 ? 2 : 1;
    private readonly int components = colorType == JpegColorType.Luminance ? 1 : 3;

    public byte[] Write<TPixel>(ImageFrame<TPixel> frame, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Headers();
        int unit = 8 * subsampling;
        int unitColumns = (width + unit - 1) / unit;
        int stride = unitColumns * unit;
        float[][] planes = [.. Enumerable.Range(0, components).Select(_ => new float[stride * unit])];
        int[] dc = new int[components];
        for (int top = 0; top < height; top += unit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int y = 0; y < unit; y++)
            {
                Convert(frame.Buffer.Row(Math.Min(top + y, height - 1)), planes, y * stride, stride);
            }

            for (int column = 0; column < unitColumns; column++)
            {
                Unit(planes, column, stride, dc);
            }
        }

        return file.Finish();
    }

    private void Headers()
    {
        file.Marker(JpegMarker.StartOfImage);
        file.Segment(JpegMarker.App0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Quantizer(0, luminance);
        Huffman(0x00, HuffmanCodes.LuminanceDc);
        Huffman(0x10, HuffmanCodes.LuminanceAc);
        byte[] sides = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(sides, (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(sides.AsSpan(2), (ushort)width);
        List<byte> frame = [8, .. sides, (byte)components, 1, (byte)((subsampling << 4) | subsampling), 0];
        List<byte> scan = [(byte)components, 1, 0x00];
        if (components == 3)
        {
            Quantizer(1, chrominance);
            Huffman(0x01, HuffmanCodes.ChrominanceDc);
            Huffman(0x11, HuffmanCodes.ChrominanceAc);
            frame.AddRange([2, 0x11, 1, 3, 0x11, 1]);
            scan.AddRange([2, 0x11, 3, 0x11]);
        }

        file.Segment(JpegMarker.Baseline, [.. frame]);
        file.Segment(JpegMarker.StartOfScan, [.. scan, 0, 63, 0]);
    }

    private void Quantizer(byte id, byte[] steps) =>
        file.Segment(JpegMarker.QuantizationTables, [id, .. ZigZag.Natural.Select(natural => steps[natural])]);

    private void Huffman(byte id, HuffmanCodes codes) =>
        file.Segment(JpegMarker.HuffmanTables, [id, .. codes.Counts, .. codes.Symbols]);

    /// <summary>A row of pixels to the channels less 128; its last pixel goes on to the end of the last unit.</summary>
    private void Convert<TPixel>(ReadOnlySpan<TPixel> row, float[][] planes, int start, int stride)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Rgba32 colour = default;
        for (int x = 0; x < stride; x++)
        {
            row[Math.Min(x, width - 1)].ToRgba32(ref colour);
            planes[0][start + x] = (0.299f * colour.R) + (0.587f * colour.G) + (0.114f * colour.B) - 128;
            if (components == 3)
            {
                planes[1][start + x] = (-0.168735892f * colour.R) - (0.331264108f * colour.G) + (0.5f * colour.B);
                planes[2][start + x] = (0.5f * colour.R) - (0.418687589f * colour.G) - (0.081312411f * colour.B);
            }
        }
    }

    /// <summary>One unit of the scan: the blocks of luminance that two of chrominance lie over.</summary>
    private void Unit(float[][] planes, int column, int stride, int[] dc)
    {
        Span<float> samples = stackalloc float[64];
        int left = column * 8 * subsampling;
        for (int block = 0; block < subsampling * subsampling; block++)
        {
            int origin = left + (block % subsampling * 8) + (block / subsampling * 8 * stride);
            for (int i = 0; i < 64; i++)
            {
                samples[i] = planes[0][origin + (i / 8 * stride) + (i % 8)];
            }

            dc[0] = Block(samples, luminance, dc[0], HuffmanCodes.LuminanceDc, HuffmanCodes.LuminanceAc);
        }

        for (int c = 1; c < components; c++)
        {
            for (int i = 0; i < 64; i++)
            {
                samples[i] = Mean(planes[c], left + (i / 8 * subsampling * stride) + (i % 8 * subsampling), stride);
            }

            dc[c] = Block(samples, chrominance, dc[c], HuffmanCodes.ChrominanceDc, HuffmanCodes.ChrominanceAc);
        }
    }

    private float Mean(float[] plane, int origin, int stride) => subsampling == 1
        ? plane[origin]
        : (plane[origin] + plane[origin + 1] + plane[origin + stride] + plane[origin + stride + 1]) / 4;

    private int Block(ReadOnlySpan<float> samples, byte[] steps, int previousDc, HuffmanCodes dc, HuffmanCodes ac)
    {
        Span<int> stored = stackalloc int[64];
        ForwardCosineTransform.Transform(samples, steps, stored);
        return file.Block(stored, previousDc, dc, ac);
    }
}
