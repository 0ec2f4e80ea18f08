using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// What <see cref="SpreadConvolution2D"/> computes between two inputs, w[0]·x[k] + w[2]·x[k + 1], as F(6, 2) by the points 0, ±1, ±½, −2 and ∞:
/// 7 multiplications in place of 12. Of the points whose powers are exact these give the smallest error (measured).
/// </summary>
internal readonly struct SpreadOdd<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int OutputSize => SpreadShape.PatchSize;

    public static int FilterSize => 3;

    public static int InputSize => SpreadShape.OddSize;

    public static int InputStep => OutputSize;

    /// <summary>Gets G, whose last row is that of <see cref="SpreadEven{TSimd, TVector}"/>.</summary>
    public static ReadOnlySpan<double> FilterTransform =>
    [
        2, 0, 0,
        2 / 9.0, 0, 2 / 9.0,
        2 / 3.0, 0, -2 / 3.0,
        -16 / 15.0, 0, -8 / 15.0,
        -16 / 9.0, 0, 8 / 9.0,
        -2 / 45.0, 0, 4 / 45.0,
        0, 0, 1,
        0, 1, 0,
    ];

    /// <inheritdoc/>
    /// <remarks>
    /// With f = t⁴ − 5/4 t² + ¼, the product over ±1 and ±½: f·(t + 2) for 0, f·t for −2 and f·t·(t + 2) for ∞; t·(t² − q²)·(t + 2)·(t ± p) for
    /// ±p, where ±q is the other pair.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector d1 = d[1], d2 = d[2], d3 = d[3], d4 = d[4], d5 = d[5];
        TVector two = TSimd.Broadcast(2f);
        TVector half = TSimd.Broadcast(0.5f);

        TVector f = Factor(d1, d3, d5);
        to.Put(0, TSimd.MultiplyAdd(two, Factor(d[0], d2, d4), f));
        to.Put(5, f);
        to.Put(6, TSimd.MultiplyAdd(two, f, Factor(d2, d4, d[6])));

        TVector v = TSimd.Broadcast(-0.25f);
        TVector low = TSimd.MultiplyAdd(two, TSimd.MultiplyAdd(v, d1, d3), TSimd.MultiplyAdd(v, d2, d4));
        TVector high = TSimd.MultiplyAdd(two, TSimd.MultiplyAdd(v, d2, d4), TSimd.MultiplyAdd(v, d3, d5));
        to.Put(1, TSimd.Add(high, low));
        to.Put(2, TSimd.Subtract(high, low));

        low = TSimd.MultiplyAdd(two, TSimd.Subtract(d3, d1), TSimd.Subtract(d4, d2));
        high = TSimd.MultiplyAdd(two, TSimd.Subtract(d4, d2), TSimd.Subtract(d5, d3));
        to.Put(3, TSimd.MultiplyAdd(half, low, high));
        to.Put(4, TSimd.MultiplyAdd(TSimd.Broadcast(-0.5f), low, high));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector m1 = m[1], m2 = m[2], m3 = m[3], m4 = m[4], m5 = m[5];
        TVector sumA = TSimd.Add(m1, m2);
        TVector sumB = TSimd.Add(m3, m4);
        to.Put(0, TSimd.Add(TSimd.Add(m[0], sumA), TSimd.Add(sumB, m5)));
        to.Put(2, Winograd6<TSimd, TVector>.Combine(sumA, 0.25f, sumB, 4f, m5));
        to.Put(4, Winograd6<TSimd, TVector>.Combine(sumA, 0.0625f, sumB, 16f, m5));
        TVector differenceA = TSimd.Subtract(m1, m2);
        TVector differenceB = TSimd.Subtract(m3, m4);
        to.Put(1, Winograd6<TSimd, TVector>.Combine(differenceA, 0.5f, differenceB, -2f, m5));
        to.Put(3, Winograd6<TSimd, TVector>.Combine(differenceA, 0.125f, differenceB, -8f, m5));
        to.Put(5, TSimd.Add(m[6], Winograd6<TSimd, TVector>.Combine(differenceA, 0.03125f, differenceB, -32f, m5)));
    }

    /// <summary>f: a/4 − 5/4·b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Factor(TVector a, TVector b, TVector c) =>
        TSimd.MultiplyAdd(TSimd.Broadcast(0.25f), a, TSimd.MultiplyAdd(TSimd.Broadcast(-1.25f), b, c));
}
