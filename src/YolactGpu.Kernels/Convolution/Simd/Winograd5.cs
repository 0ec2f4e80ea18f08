using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(5x5, 4x4), by the points of <see cref="Winograd6{TSimd, TVector}"/>, with which it shares all before the products: 64
/// multiplications in place of 400.
/// </summary>
internal readonly struct Winograd5<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int OutputSize => 5;

    public static int FilterSize => 4;

    public static int InputSize => 8;

    public static int InputStep => OutputSize;

    public static ReadOnlySpan<double> FilterTransform =>
    [
        1, 0, 0, 0,
        -2 / 9.0, -2 / 9.0, -2 / 9.0, -2 / 9.0,
        -2 / 9.0, 2 / 9.0, -2 / 9.0, 2 / 9.0,
        1 / 90.0, 2 / 90.0, 4 / 90.0, 8 / 90.0,
        1 / 90.0, -2 / 90.0, 4 / 90.0, -8 / 90.0,
        32 / 45.0, 16 / 45.0, 8 / 45.0, 4 / 45.0,
        32 / 45.0, -16 / 45.0, 8 / 45.0, -4 / 45.0,
        0, 0, 0, 1,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector> => Winograd6<TSimd, TVector>.Input(d, to);

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
        to.Put(2, Winograd6<TSimd, TVector>.Combine(sumA, 4f, sumB, 0.25f, sumC));
        to.Put(4, TSimd.Add(m[7], Winograd6<TSimd, TVector>.Combine(sumA, 16f, sumB, 0.0625f, sumC)));
        TVector differenceA = TSimd.Subtract(m1, m2);
        TVector differenceB = TSimd.Subtract(m3, m4);
        TVector differenceC = TSimd.Subtract(m5, m6);
        to.Put(1, Winograd6<TSimd, TVector>.Combine(differenceA, 2f, differenceB, 0.5f, differenceC));
        to.Put(3, Winograd6<TSimd, TVector>.Combine(differenceA, 8f, differenceB, 0.125f, differenceC));
    }
}
