using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(2x2, 3x3), by the points 0, 1, −1 and ∞: 16 multiplications in place of 36, and only additions before and after.
/// </summary>
internal readonly struct Winograd2<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int OutputSize => 2;

    public static int FilterSize => 3;

    public static int InputSize => 4;

    public static int InputStep => OutputSize;

    public static ReadOnlySpan<double> FilterTransform => [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector d0 = d[0], d1 = d[1], d2 = d[2], d3 = d[3];
        to.Put(0, TSimd.Subtract(d0, d2));
        to.Put(1, TSimd.Add(d1, d2));
        to.Put(2, TSimd.Subtract(d2, d1));
        to.Put(3, TSimd.Subtract(d1, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector m0 = m[0], m1 = m[1], m2 = m[2], m3 = m[3];
        to.Put(0, TSimd.Add(m0, TSimd.Add(m1, m2)));
        to.Put(1, TSimd.Subtract(TSimd.Subtract(m1, m2), m3));
    }
}
