using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Samples to pixels: coarser channels are repeated to the full size (the real package interpolates neither), and
/// YCbCr becomes R = Y + 1.402 Cr', G = Y - 0.344136 Cb' - 0.714136 Cr', B = Y + 1.772 Cb', with Cb' = Cb - 128.
/// </summary>
internal sealed class JpegColorRows
{
    private const int VectorLength = 8;

    private readonly JpegComponent[] components;
    private readonly bool isRgb;
    private readonly int paddedWidth;
    private readonly byte[][] repeated;
    private readonly int[] repeatedRow;
    private readonly byte[] red;
    private readonly byte[] green;
    private readonly byte[] blue;

    public JpegColorRows(JpegFrame frame, bool isRgb)
    {
        components = frame.Components;
        this.isRgb = isRgb;
        paddedWidth = (frame.Width + VectorLength - 1) / VectorLength * VectorLength;
        repeated = [.. components.Select(c => new byte[c.HorizontalScale == 1 ? 0 : paddedWidth])];
        repeatedRow = [.. components.Select(_ => -1)];
        red = new byte[paddedWidth];
        green = new byte[paddedWidth];
        blue = new byte[paddedWidth];
    }

    public void Write<TPixel>(PixelBuffer<TPixel> buffer)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        for (int y = 0; y < buffer.Height; y++)
        {
            Span<TPixel> row = buffer.Row(y);
            ReadOnlySpan<byte> first = Samples(0, y);
            if (components.Length == 1)
            {
                Pack(first, first, first, row);
            }
            else if (isRgb)
            {
                Pack(first, Samples(1, y), Samples(2, y), row);
            }
            else
            {
                Convert(first, Samples(1, y), Samples(2, y), red, green, blue);
                Pack(red, green, blue, row);
            }
        }
    }

    private ReadOnlySpan<byte> Samples(int index, int y)
    {
        JpegComponent component = components[index];
        int sampleRow = y / component.VerticalScale;
        ReadOnlySpan<byte> samples = component.Samples.AsSpan(sampleRow * component.Stride, component.Stride);
        if (component.HorizontalScale == 1)
        {
            return samples[..paddedWidth];
        }

        byte[] wide = repeated[index];
        if (repeatedRow[index] != sampleRow)
        {
            repeatedRow[index] = sampleRow;
            Repeat(samples, component.HorizontalScale, wide);
        }

        return wide;
    }

    private static void Repeat(ReadOnlySpan<byte> samples, int times, Span<byte> wide)
    {
        if (times == 2)
        {
            // Padded to whole vectors, so that the width is even.
            for (int x = 0; (2 * x) < (wide.Length - 1); x++)
            {
                wide[2 * x] = samples[x];
                wide[(2 * x) + 1] = samples[x];
            }

            return;
        }

        for (int x = 0; x < wide.Length; x++)
        {
            wide[x] = samples[x / times];
        }
    }

    private static void Convert(
        ReadOnlySpan<byte> luma,
        ReadOnlySpan<byte> blueness,
        ReadOnlySpan<byte> redness,
        Span<byte> red,
        Span<byte> green,
        Span<byte> blue)
    {
        Vector256<float> centre = Vector256.Create(128f);
        for (int x = 0; x < luma.Length; x += VectorLength)
        {
            Vector256<float> y = VectorBytes.Unpack(BinaryPrimitives.ReadUInt64LittleEndian(luma[x..]));
            Vector256<float> cb = VectorBytes.Unpack(BinaryPrimitives.ReadUInt64LittleEndian(blueness[x..])) - centre;
            Vector256<float> cr = VectorBytes.Unpack(BinaryPrimitives.ReadUInt64LittleEndian(redness[x..])) - centre;
            Vector256<float> g = y - (cb * 0.344136286f) - (cr * 0.714136286f);
            BinaryPrimitives.WriteUInt64LittleEndian(red[x..], VectorBytes.Pack(y + (cr * 1.402f)));
            BinaryPrimitives.WriteUInt64LittleEndian(green[x..], VectorBytes.Pack(g));
            BinaryPrimitives.WriteUInt64LittleEndian(blue[x..], VectorBytes.Pack(y + (cb * 1.772f)));
        }
    }

    private static void Pack<TPixel>(
        ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<TPixel> row)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        red = red[..row.Length];
        green = green[..row.Length];
        blue = blue[..row.Length];
        for (int x = 0; x < row.Length; x++)
        {
            row[x].FromRgb24(new Rgb24(red[x], green[x], blue[x]));
        }
    }
}
