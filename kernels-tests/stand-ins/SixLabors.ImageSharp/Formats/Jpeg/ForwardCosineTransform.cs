namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>The forward cosine transform of ITU-T T.81, A.3.3, rows then columns, and the division by the quantiser's steps.</summary>
internal static class ForwardCosineTransform
{
    /// <summary>[frequency, sample]: cos((2 sample + 1) frequency pi / 16) / 2, over sqrt(2) for frequency 0.</summary>
    private static readonly float[] Basis = Build();

    /// <summary>Samples less 128, in natural order, to quantised coefficients in the order in which they are stored.</summary>
    public static void Transform(ReadOnlySpan<float> samples, ReadOnlySpan<byte> steps, Span<int> stored)
    {
        Span<float> half = stackalloc float[64];
        for (int y = 0; y < 8; y++)
        {
            for (int u = 0; u < 8; u++)
            {
                float sum = 0;
                for (int x = 0; x < 8; x++)
                {
                    sum += Basis[(u * 8) + x] * samples[(y * 8) + x];
                }

                half[(y * 8) + u] = sum;
            }
        }

        for (int i = 0; i < 64; i++)
        {
            int natural = ZigZag.Natural[i];
            int v = natural / 8;
            int u = natural % 8;
            float sum = 0;
            for (int y = 0; y < 8; y++)
            {
                sum += Basis[(v * 8) + y] * half[(y * 8) + u];
            }

            stored[i] = (int)Math.Clamp(MathF.Round(sum / steps[natural]), -1023, 1023);
        }
    }

    private static float[] Build()
    {
        float[] basis = new float[64];
        for (int u = 0; u < 8; u++)
        {
            for (int x = 0; x < 8; x++)
            {
                double scale = u == 0 ? Math.Sqrt(0.125) : 0.5;
                basis[(u * 8) + x] = (float)(scale * Math.Cos(((2 * x) + 1) * u * Math.PI / 16));
            }
        }

        return basis;
    }
}
