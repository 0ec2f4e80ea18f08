using System.Runtime.Intrinsics;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>G·g·Gᵀ of every filter, in double precision and rounded once; four output channels at a time.</summary>
internal static class WinogradFilter
{
    /// <summary>
    /// Makes [⌈K/P⌉, (m+r-1)², C, P] from a checkpoint's [K, C, r, r], where P is the width of a panel, a multiple of four;
    /// channels behind the last are 0.
    /// </summary>
    public static float[] Pack(
        ReadOnlySpan<float> weights, int inputs, int outputs, int columns, int taps, ReadOnlySpan<double> transform)
    {
        int size = transform.Length / taps;
        int panels = (outputs + columns - 1) / columns;
        float[] packed = new float[panels * size * size * inputs * columns];
        Span<Vector256<double>> filters = stackalloc Vector256<double>[taps * taps];
        Span<Vector256<double>> transformed = stackalloc Vector256<double>[size * size];
        for (int k = 0; k < outputs; k += Vector256<double>.Count)
        {
            for (int c = 0; c < inputs; c++)
            {
                Gather(weights, ((k * inputs) + c) * taps * taps, inputs * taps * taps, outputs - k, filters);
                Transform(filters, taps, transform, transformed);
                for (int plane = 0; plane < transformed.Length; plane++)
                {
                    int row = (((k / columns * transformed.Length) + plane) * inputs) + c;
                    Vector256.Narrow(transformed[plane], transformed[plane]).GetLower()
                        .CopyTo(packed.AsSpan((row * columns) + (k % columns)));
                }
            }
        }

        return packed;
    }

    /// <summary>Reads the filters of neighbouring output channels, a lane each; lanes behind the last channel are 0.</summary>
    private static void Gather(
        ReadOnlySpan<float> weights, int first, int step, int channels, Span<Vector256<double>> filters)
    {
        for (int tap = 0; tap < filters.Length; tap++)
        {
            filters[tap] = Vector256.Create(
                (double)weights[first + tap],
                channels > 1 ? weights[first + step + tap] : 0,
                channels > 2 ? weights[first + (2 * step) + tap] : 0,
                channels > 3 ? weights[first + (3 * step) + tap] : 0);
        }
    }

    private static void Transform(
        ReadOnlySpan<Vector256<double>> filter, int taps, ReadOnlySpan<double> transform, Span<Vector256<double>> result)
    {
        int size = transform.Length / taps;
        Span<Vector256<double>> half = stackalloc Vector256<double>[size * taps];
        for (int i = 0; i < size; i++)
        {
            for (int v = 0; v < taps; v++)
            {
                Vector256<double> sum = transform[i * taps] * filter[v];
                for (int u = 1; u < taps; u++)
                {
                    sum += transform[(i * taps) + u] * filter[(u * taps) + v];
                }

                half[(i * taps) + v] = sum;
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Vector256<double> sum = half[i * taps] * transform[j * taps];
                for (int v = 1; v < taps; v++)
                {
                    sum += half[(i * taps) + v] * transform[(j * taps) + v];
                }

                result[(i * size) + j] = sum;
            }
        }
    }
}
