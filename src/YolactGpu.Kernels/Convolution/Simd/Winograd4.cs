using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(4x4, 3x3), by the points 0, ±a, ±b and ∞ with a = √½ and b = √2: 36 multiplications in place of 144. With these
/// points, whose product is 1, the error is about half of what the usual 0, ±1, ±2 and ∞ give (measured), at the same cost.
/// </summary>
internal readonly unsafe struct Winograd4<TSimd, TVector> : IWinograd
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private const int Size = 6;
    private const int PrefetchAhead = 32;
    private const float A = 0.70710678f;
    private const float B = 1.41421356f;

    public static int OutputSize => 4;

    // Row of a point p: (1, p, p²) / Π (p − q) over the other points q; row of ∞: (0, 0, 1).
    public static ReadOnlySpan<double> FilterTransform =>
    [
        1, 0, 0,
        -2 / 3.0, -2 / 3.0 * 0.70710678118654752, -1 / 3.0,
        -2 / 3.0, 2 / 3.0 * 0.70710678118654752, -1 / 3.0,
        1 / 6.0, 1 / 6.0 * 1.41421356237309505, 1 / 3.0,
        1 / 6.0, -1 / 6.0 * 1.41421356237309505, 1 / 3.0,
        0, 0, 1,
    ];

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
                    TSimd.Load(pixels[(4 * Size) + j] + c),
                    TSimd.Load(pixels[(5 * Size) + j] + c),
                    (float*)(t + j),
                    Size * TSimd.Lanes);
            }

            float* plane = to + (c / PackedInput.Block * blockStep) + (c % PackedInput.Block);
            for (TVector* row = t; row < t + (Size * Size); row += Size)
            {
                Input(row[0], row[1], row[2], row[3], row[4], row[5], plane, planeStep);
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
                    TSimd.Load(plane + (4 * Size * planeStep)),
                    TSimd.Load(plane + (5 * Size * planeStep)),
                    (float*)(t + j),
                    Size * TSimd.Lanes);
                plane += planeStep;
            }

            float* pixel = to + (half * TSimd.Lanes);
            for (TVector* row = t; row < t + (4 * Size); row += Size)
            {
                Output(row[0], row[1], row[2], row[3], row[4], row[5], pixel, 2 * TSimd.Lanes);
                pixel += 8 * TSimd.Lanes;
            }
        }
    }

    /// <summary>Bᵀ: rows (1, 0, −5/2, 0, 1, 0); (0, ∓ab², −b², ±a, 1, 0); (0, ∓a²b, −a², ±b, 1, 0); (0, 1, 0, −5/2, 0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(
        TVector d0, TVector d1, TVector d2, TVector d3, TVector d4, TVector d5, float* to, nint step)
    {
        TVector minusTwo = TSimd.Broadcast(-2f);
        TVector minusHalf = TSimd.Broadcast(-0.5f);
        TVector middle = TSimd.Broadcast(-2.5f);
        TVector even = TSimd.MultiplyAdd(minusTwo, d2, d4);
        TVector odd = TSimd.MultiplyAdd(minusTwo, d1, d3);
        TSimd.Store(TSimd.Add(d0, TSimd.MultiplyAdd(middle, d2, d4)), to);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(A), odd, even), to + step);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-A), odd, even), to + (2 * step));
        even = TSimd.MultiplyAdd(minusHalf, d2, d4);
        odd = TSimd.MultiplyAdd(minusHalf, d1, d3);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(B), odd, even), to + (3 * step));
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-B), odd, even), to + (4 * step));
        TSimd.Store(TSimd.Add(d1, TSimd.MultiplyAdd(middle, d3, d5)), to + (5 * step));
    }

    /// <summary>Aᵀ: rows (1, 1, 1, 1, 1, 0); (0, a, −a, b, −b, 0); (0, ½, ½, 2, 2, 0); (0, a/2, −a/2, 2b, −2b, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Output(
        TVector m0, TVector m1, TVector m2, TVector m3, TVector m4, TVector m5, float* to, nint step)
    {
        TVector sumA = TSimd.Add(m1, m2);
        TVector sumB = TSimd.Add(m3, m4);
        TVector differenceA = TSimd.Multiply(TSimd.Broadcast(A), TSimd.Subtract(m1, m2));
        TVector differenceB = TSimd.Multiply(TSimd.Broadcast(B), TSimd.Subtract(m3, m4));
        TVector half = TSimd.Broadcast(0.5f);
        TVector two = TSimd.Broadcast(2f);
        TSimd.Store(TSimd.Add(m0, TSimd.Add(sumA, sumB)), to);
        TSimd.Store(TSimd.Add(differenceA, differenceB), to + step);
        TSimd.Store(TSimd.MultiplyAdd(half, sumA, TSimd.Multiply(two, sumB)), to + (2 * step));
        TSimd.Store(TSimd.MultiplyAdd(half, differenceA, TSimd.MultiplyAdd(two, differenceB, m5)), to + (3 * step));
    }
}
