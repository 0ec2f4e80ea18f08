using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Coefficients to samples: f(x, y) = sum over u, v of c(u, x) c(v, y) F(u, v), with c(0, x) = sqrt(1/8) and
/// c(u, x) = cos((2x + 1) u pi / 16) / 2, as two products of 8x8 matrices in single precision; plus 128, rounded to
/// even, clamped to a byte. A row of eight is one vector, so that neither product needs a transposition.
/// </summary>
internal static class InverseCosineTransform
{
    private const int Side = 8;

    private static readonly float[] Basis = BuildBasis();

    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="quantizer">What each of them is a multiple of.</param>
    /// <param name="destination">From the place of the block's first sample on.</param>
    /// <param name="stride">From one row of samples to the next.</param>
    [SkipLocalsInit]
    public static void Transform(
        ReadOnlySpan<short> block, ReadOnlySpan<float> quantizer, Span<byte> destination, int stride)
    {
        Span<float> columns = stackalloc float[JpegComponent.BlockLength];
        TransformColumns(block[..JpegComponent.BlockLength], quantizer[..JpegComponent.BlockLength], columns);
        TransformRows(columns, destination, stride);
    }

    /// <summary>For blocks of which all coefficients but the first are 0.</summary>
    public static void TransformFlat(int coefficient, float quantizer, Span<byte> destination, int stride)
    {
        float level = MathF.Round((coefficient * quantizer / Side) + 128f);
        byte sample = (byte)Math.Clamp(level, 0f, 255f);
        for (int y = 0; y < Side; y++)
        {
            destination.Slice(y * stride, Side).Fill(sample);
        }
    }

    private static void TransformColumns(ReadOnlySpan<short> block, ReadOnlySpan<float> quantizer, Span<float> result)
    {
        ref short blockStart = ref MemoryMarshal.GetReference(block);
        ref float quantizerStart = ref MemoryMarshal.GetReference(quantizer);
        Vector256<float> row0 = default, row1 = default, row2 = default, row3 = default;
        Vector256<float> row4 = default, row5 = default, row6 = default, row7 = default;
        ReadOnlySpan<float> basis = Basis;
        for (int v = 0; v < Side; v++)
        {
            Vector128<short> stored = Vector128.LoadUnsafe(ref blockStart, (nuint)(v * Side));
            if (stored == Vector128<short>.Zero)
            {
                continue;
            }

            Vector256<int> wide = Vector256.Create(Vector128.WidenLower(stored), Vector128.WidenUpper(stored));
            Vector256<float> row = Vector256.ConvertToSingle(
                wide) * Vector256.LoadUnsafe(ref quantizerStart, (nuint)(v * Side));
            ReadOnlySpan<float> wave = basis.Slice(v * Side, Side);
            row0 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[0]), row0);
            row1 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[1]), row1);
            row2 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[2]), row2);
            row3 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[3]), row3);
            row4 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[4]), row4);
            row5 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[5]), row5);
            row6 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[6]), row6);
            row7 = Vector256.MultiplyAddEstimate(row, Vector256.Create(wave[7]), row7);
        }

        row0.CopyTo(result);
        row1.CopyTo(result[(1 * Side)..]);
        row2.CopyTo(result[(2 * Side)..]);
        row3.CopyTo(result[(3 * Side)..]);
        row4.CopyTo(result[(4 * Side)..]);
        row5.CopyTo(result[(5 * Side)..]);
        row6.CopyTo(result[(6 * Side)..]);
        row7.CopyTo(result[(7 * Side)..]);
    }

    private static void TransformRows(ReadOnlySpan<float> columns, Span<byte> destination, int stride)
    {
        ReadOnlySpan<float> basis = Basis;
        Vector256<float> wave0 = Vector256.Create(basis);
        Vector256<float> wave1 = Vector256.Create(basis[(1 * Side)..]);
        Vector256<float> wave2 = Vector256.Create(basis[(2 * Side)..]);
        Vector256<float> wave3 = Vector256.Create(basis[(3 * Side)..]);
        Vector256<float> wave4 = Vector256.Create(basis[(4 * Side)..]);
        Vector256<float> wave5 = Vector256.Create(basis[(5 * Side)..]);
        Vector256<float> wave6 = Vector256.Create(basis[(6 * Side)..]);
        Vector256<float> wave7 = Vector256.Create(basis[(7 * Side)..]);
        for (int y = 0; y < Side; y++)
        {
            ReadOnlySpan<float> row = columns.Slice(y * Side, Side);
            Vector256<float> even = Vector256.MultiplyAddEstimate(
                Vector256.Create(row[0]), wave0, Vector256.Create(128f));
            Vector256<float> odd = Vector256.Create(row[1]) * wave1;
            even = Vector256.MultiplyAddEstimate(Vector256.Create(row[2]), wave2, even);
            odd = Vector256.MultiplyAddEstimate(Vector256.Create(row[3]), wave3, odd);
            even = Vector256.MultiplyAddEstimate(Vector256.Create(row[4]), wave4, even);
            odd = Vector256.MultiplyAddEstimate(Vector256.Create(row[5]), wave5, odd);
            even = Vector256.MultiplyAddEstimate(Vector256.Create(row[6]), wave6, even);
            odd = Vector256.MultiplyAddEstimate(Vector256.Create(row[7]), wave7, odd);
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(y * stride)..], VectorBytes.Pack(even + odd));
        }
    }

    private static float[] BuildBasis()
    {
        float[] basis = new float[JpegComponent.BlockLength];
        for (int u = 0; u < Side; u++)
        {
            double scale = u == 0 ? Math.Sqrt(1.0 / Side) : 0.5;
            for (int x = 0; x < Side; x++)
            {
                basis[(u * Side) + x] = (float)(scale * Math.Cos(((2 * x) + 1) * u * Math.PI / 16));
            }
        }

        return basis;
    }
}
