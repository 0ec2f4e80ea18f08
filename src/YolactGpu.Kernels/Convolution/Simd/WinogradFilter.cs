namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>G·g·Gᵀ of every 3x3 filter, in double precision and rounded once.</summary>
internal static class WinogradFilter
{
    private const int Taps = 3;

    /// <summary>
    /// Makes [⌈K/P⌉, (m+2)², C, P] from a checkpoint's [K, C, 3, 3], where P is the width of a panel; channels behind
    /// the last are 0.
    /// </summary>
    public static float[] Pack(
        ReadOnlySpan<float> weights, int inputs, int outputs, int columns, ReadOnlySpan<double> transform)
    {
        int size = transform.Length / Taps;
        int panels = (outputs + columns - 1) / columns;
        float[] packed = new float[panels * size * size * inputs * columns];
        Span<double> transformed = stackalloc double[size * size];
        for (int k = 0; k < outputs; k++)
        {
            for (int c = 0; c < inputs; c++)
            {
                Transform(weights.Slice(((k * inputs) + c) * Taps * Taps, Taps * Taps), transform, transformed);
                for (int plane = 0; plane < transformed.Length; plane++)
                {
                    int row = (((k / columns * transformed.Length) + plane) * inputs) + c;
                    packed[(row * columns) + (k % columns)] = (float)transformed[plane];
                }
            }
        }

        return packed;
    }

    private static void Transform(ReadOnlySpan<float> filter, ReadOnlySpan<double> transform, Span<double> result)
    {
        int size = transform.Length / Taps;
        Span<double> half = stackalloc double[size * Taps];
        for (int i = 0; i < size; i++)
        {
            for (int v = 0; v < Taps; v++)
            {
                half[(i * Taps) + v] = (transform[i * Taps] * filter[v])
                    + (transform[(i * Taps) + 1] * filter[Taps + v])
                    + (transform[(i * Taps) + 2] * filter[(2 * Taps) + v]);
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                result[(i * size) + j] = (half[i * Taps] * transform[j * Taps])
                    + (half[(i * Taps) + 1] * transform[(j * Taps) + 1])
                    + (half[(i * Taps) + 2] * transform[(j * Taps) + 2]);
            }
        }
    }
}
