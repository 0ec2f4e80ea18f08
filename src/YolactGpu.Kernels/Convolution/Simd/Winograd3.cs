using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(3x3, 3x3) of stride 2: 49 multiplications in place of 81. Along an axis the outer two taps meet only inputs of even places and
/// are F(3, 2), by the points 0, 1, −1 and ∞; the middle tap meets only those of odd places, which stay as they are:
/// y[i] = F(3, 2)(d[0], d[2], d[4], d[6])[i] + g[1]·d[2i + 1]. The three values of the middle tap share one row of G.
/// </summary>
internal readonly struct Winograd3<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int OutputSize => 3;

    public static int FilterSize => 3;

    public static int InputSize => 7;

    public static int InputStep => 2 * OutputSize;

    public static ReadOnlySpan<double> FilterTransform => [1, 0, 0, 0.5, 0, 0.5, 0.5, 0, -0.5, 0, 0, 1, 0, 1, 0];

    public static int FilterRow(int value) => Math.Min(value, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector d2 = d[2], d4 = d[4];
        to.Put(0, TSimd.Subtract(d[0], d4));
        to.Put(1, TSimd.Add(d2, d4));
        to.Put(2, TSimd.Subtract(d4, d2));
        to.Put(3, TSimd.Subtract(d[6], d2));
        to.Put(4, d[1]);
        to.Put(5, d[3]);
        to.Put(6, d[5]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector m1 = m[1], m2 = m[2];
        TVector sum = TSimd.Add(m1, m2);
        to.Put(0, TSimd.Add(m[4], TSimd.Add(m[0], sum)));
        to.Put(1, TSimd.Add(m[5], TSimd.Subtract(m1, m2)));
        to.Put(2, TSimd.Add(m[6], TSimd.Add(m[3], sum)));
    }
}
