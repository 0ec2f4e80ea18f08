using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(2x2, 3x3), by the points 0, 1, −1 and ∞: 16 multiplications in place of 36, and only additions before and after.
/// </summary>
internal readonly unsafe struct Winograd2<TSimd, TVector> : IWinograd
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private const int Size = 4;
    private const int PrefetchAhead = 32;

    public static int OutputSize => 2;

    public static ReadOnlySpan<double> FilterTransform => [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformInput(
        float** pixels, int channels, float* to, nint planeStep, nint blockStep, float* room)
    {
        TVector* t = (TVector*)room;
        for (int c = 0; c < channels; c += TSimd.Lanes)
        {
            Prefetch.Near(pixels, Size * Size, c + PrefetchAhead);
            for (int j = 0; j < Size; j++)
            {
                Input(
                    TSimd.Load(pixels[j] + c),
                    TSimd.Load(pixels[Size + j] + c),
                    TSimd.Load(pixels[(2 * Size) + j] + c),
                    TSimd.Load(pixels[(3 * Size) + j] + c),
                    (float*)(t + j),
                    Size * TSimd.Lanes);
            }

            float* plane = to + (c / PackedInput.Block * blockStep) + (c % PackedInput.Block);
            for (TVector* row = t; row < t + (Size * Size); row += Size)
            {
                Input(row[0], row[1], row[2], row[3], plane, planeStep);
                plane += Size * planeStep;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformOutput(float* sums, nint planeStep, float* to, float* room)
    {
        TVector* t = (TVector*)room;
        for (int half = 0; half < 2; half++)
        {
            float* plane = sums + (half * TSimd.Lanes);
            for (int j = 0; j < Size; j++)
            {
                Output(
                    TSimd.Load(plane),
                    TSimd.Load(plane + (Size * planeStep)),
                    TSimd.Load(plane + (2 * Size * planeStep)),
                    TSimd.Load(plane + (3 * Size * planeStep)),
                    (float*)(t + j),
                    Size * TSimd.Lanes);
                plane += planeStep;
            }

            float* row = to + (half * TSimd.Lanes);
            Output(t[0], t[1], t[2], t[3], row, 2 * TSimd.Lanes);
            Output(t[4], t[5], t[6], t[7], row + (4 * TSimd.Lanes), 2 * TSimd.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(TVector d0, TVector d1, TVector d2, TVector d3, float* to, nint step)
    {
        TSimd.Store(TSimd.Subtract(d0, d2), to);
        TSimd.Store(TSimd.Add(d1, d2), to + step);
        TSimd.Store(TSimd.Subtract(d2, d1), to + (2 * step));
        TSimd.Store(TSimd.Subtract(d1, d3), to + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Output(TVector m0, TVector m1, TVector m2, TVector m3, float* to, nint step)
    {
        TSimd.Store(TSimd.Add(m0, TSimd.Add(m1, m2)), to);
        TSimd.Store(TSimd.Subtract(TSimd.Subtract(m1, m2), m3), to + step);
    }
}
