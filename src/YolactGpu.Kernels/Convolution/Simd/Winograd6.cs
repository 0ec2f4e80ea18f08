using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(6x6, 3x3), by the points 0, ±1, ±2, ±½ and ∞: 64 multiplications in place of 324. Among points whose product is 1
/// these give the smallest error (measured), about four times that of F(4x4).
/// </summary>
internal readonly struct Winograd6<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int OutputSize => 6;

    public static int FilterSize => 3;

    public static int InputSize => 8;

    public static int InputStep => OutputSize;

    public static ReadOnlySpan<double> FilterTransform =>
    [
        1, 0, 0,
        -2 / 9.0, -2 / 9.0, -2 / 9.0,
        -2 / 9.0, 2 / 9.0, -2 / 9.0,
        1 / 90.0, 2 / 90.0, 4 / 90.0,
        1 / 90.0, -2 / 90.0, 4 / 90.0,
        32 / 45.0, 16 / 45.0, 8 / 45.0,
        32 / 45.0, -16 / 45.0, 8 / 45.0,
        0, 0, 1,
    ];

    /// <inheritdoc/>
    /// <remarks>
    /// Rows (1, 0, −s, 0, s, 0, −1, 0) and (0, −1, 0, s, 0, −s, 0, 1) with s = 21/4 (the first with the sign of G's row); of ±p, with u
    /// the sum and v the product of the squares of the other two points: (0, ±pv, v, ∓pu, −u, ±p, 1, 0).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector d1 = d[1], d2 = d[2], d3 = d[3], d4 = d[4], d5 = d[5], d6 = d[6];
        TVector s = TSimd.Broadcast(5.25f);
        to.Put(0, TSimd.MultiplyAdd(s, TSimd.Subtract(d4, d2), TSimd.Subtract(d[0], d6)));
        to.Put(7, TSimd.MultiplyAdd(s, TSimd.Subtract(d3, d5), TSimd.Subtract(d[7], d1)));

        TVector u = TSimd.Broadcast(-4.25f);
        TVector even = TSimd.Add(d2, TSimd.MultiplyAdd(u, d4, d6));
        TVector odd = TSimd.Add(d1, TSimd.MultiplyAdd(u, d3, d5));
        to.Put(1, TSimd.Add(even, odd));
        to.Put(2, TSimd.Subtract(even, odd));

        u = TSimd.Broadcast(-1.25f);
        TVector v = TSimd.Broadcast(0.25f);
        even = TSimd.MultiplyAdd(v, d2, TSimd.MultiplyAdd(u, d4, d6));
        odd = TSimd.MultiplyAdd(v, d1, TSimd.MultiplyAdd(u, d3, d5));
        to.Put(3, TSimd.MultiplyAdd(TSimd.Broadcast(2f), odd, even));
        to.Put(4, TSimd.MultiplyAdd(TSimd.Broadcast(-2f), odd, even));

        u = TSimd.Broadcast(-5f);
        v = TSimd.Broadcast(4f);
        even = TSimd.MultiplyAdd(v, d2, TSimd.MultiplyAdd(u, d4, d6));
        odd = TSimd.MultiplyAdd(v, d1, TSimd.MultiplyAdd(u, d3, d5));
        to.Put(5, TSimd.MultiplyAdd(TSimd.Broadcast(0.5f), odd, even));
        to.Put(6, TSimd.MultiplyAdd(TSimd.Broadcast(-0.5f), odd, even));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector m1 = m[1], m2 = m[2], m3 = m[3], m4 = m[4], m5 = m[5], m6 = m[6];
        TVector sumA = TSimd.Add(m1, m2);
        TVector sumB = TSimd.Add(m3, m4);
        TVector sumC = TSimd.Add(m5, m6);
        to.Put(0, TSimd.Add(TSimd.Add(m[0], sumA), TSimd.Add(sumB, sumC)));
        to.Put(2, Combine(sumA, 4f, sumB, 0.25f, sumC));
        to.Put(4, Combine(sumA, 16f, sumB, 0.0625f, sumC));
        TVector differenceA = TSimd.Subtract(m1, m2);
        TVector differenceB = TSimd.Subtract(m3, m4);
        TVector differenceC = TSimd.Subtract(m5, m6);
        to.Put(1, Combine(differenceA, 2f, differenceB, 0.5f, differenceC));
        to.Put(3, Combine(differenceA, 8f, differenceB, 0.125f, differenceC));
        to.Put(5, TSimd.Add(m[7], Combine(differenceA, 32f, differenceB, 0.03125f, differenceC)));
    }

    /// <summary>a + p·b + q·c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Combine(TVector a, float p, TVector b, float q, TVector c) =>
        TSimd.MultiplyAdd(TSimd.Broadcast(q), c, TSimd.MultiplyAdd(TSimd.Broadcast(p), b, a));
}
