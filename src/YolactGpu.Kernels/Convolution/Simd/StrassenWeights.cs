using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Makes the panels of <see cref="StrassenProduct{TMicro}"/> of those of the plain sum.</summary>
internal static class StrassenWeights
{
    /// <summary>Gives the floats of all panels.</summary>
    public static long Length(int panels, int depth, int columns) => (panels + 1L) / 2 * StrassenProduct.Count * (depth / 2) * columns;

    /// <summary>
    /// Gives [⌈panels / 2⌉, pass, 7, depth of the pass / 2, columns]: for each pair of panels and pass over the depth B11, B21,
    /// B22 − B12 + B11, B22 − B12, B12 − B11 + B21 − B22, B12 − B11 and B22, in the order in which they are multiplied.
    /// </summary>
    /// <param name="plain">Panels of the plain sum, [panels, depth, columns].</param>
    /// <param name="depth">Depth, a multiple of 32.</param>
    /// <param name="columns">Channels of a panel, a multiple of 8.</param>
    /// <param name="depthPerPass">Depths that are summed at a time, a multiple of 32.</param>
    public static float[] Pack(float[] plain, int depth, int columns, int depthPerPass)
    {
        int panels = plain.Length / (depth * columns);
        float[] packed = new float[Length(panels, depth, columns)];
        ReadOnlySpan<float> zeros = new float[depth * columns];
        int at = 0;
        for (int panel = 0; panel < panels; panel += 2)
        {
            ReadOnlySpan<float> left = plain.AsSpan(panel * depth * columns, depth * columns);
            ReadOnlySpan<float> right = panel + 1 < panels ? plain.AsSpan((panel + 1) * depth * columns, depth * columns) : zeros;
            for (int done = 0; done < depth; done += depthPerPass)
            {
                int half = Math.Min(depthPerPass, depth - done) / 2 * columns;
                int from = done * columns;
                Pack(
                    left.Slice(from, half),
                    right.Slice(from, half),
                    left.Slice(from + half, half),
                    right.Slice(from + half, half),
                    packed.AsSpan(at, StrassenProduct.Count * half));
                at += StrassenProduct.Count * half;
            }
        }

        return packed;
    }

    private static void Pack(
        ReadOnlySpan<float> b11, ReadOnlySpan<float> b12, ReadOnlySpan<float> b21, ReadOnlySpan<float> b22, Span<float> to)
    {
        int half = b11.Length;
        b11.CopyTo(to);
        b21.CopyTo(to[half..]);
        b22.CopyTo(to[(6 * half)..]);
        ReadOnlySpan<Vector256<float>> v11 = MemoryMarshal.Cast<float, Vector256<float>>(b11);
        ReadOnlySpan<Vector256<float>> v12 = MemoryMarshal.Cast<float, Vector256<float>>(b12);
        ReadOnlySpan<Vector256<float>> v21 = MemoryMarshal.Cast<float, Vector256<float>>(b21);
        ReadOnlySpan<Vector256<float>> v22 = MemoryMarshal.Cast<float, Vector256<float>>(b22);
        Span<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(to);
        half = v11.Length;
        for (int i = 0; i < half; i++)
        {
            Vector256<float> t1 = v12[i] - v11[i];
            Vector256<float> t2 = v22[i] - t1;
            vectors[(2 * half) + i] = t2;
            vectors[(3 * half) + i] = v22[i] - v12[i];
            vectors[(4 * half) + i] = v21[i] - t2;
            vectors[(5 * half) + i] = t1;
        }
    }
}
