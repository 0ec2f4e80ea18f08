using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// F(4x4, 3x3), by the points 0, ±a, ±b and ∞ with a = √½ and b = √2: 36 multiplications in place of 144. With these
/// points, whose product is 1, the error is about half of what the usual 0, ±1, ±2 and ∞ give (measured), at the same cost.
/// </summary>
internal readonly struct Winograd4<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private const float A = 0.70710678f;
    private const float B = 1.41421356f;

    public static int OutputSize => 4;

    public static int FilterSize => 3;

    public static int InputSize => 6;

    public static int InputStep => OutputSize;

    public static ReadOnlySpan<double> FilterTransform =>
    [
        1, 0, 0,
        -2 / 3.0, -2 / 3.0 * 0.70710678118654752, -1 / 3.0,
        -2 / 3.0, 2 / 3.0 * 0.70710678118654752, -1 / 3.0,
        1 / 6.0, 1 / 6.0 * 1.41421356237309505, 1 / 3.0,
        1 / 6.0, -1 / 6.0 * 1.41421356237309505, 1 / 3.0,
        0, 0, 1,
    ];

    /// <inheritdoc/>
    /// <remarks>Rows (1, 0, −5/2, 0, 1, 0); (0, ∓ab², −b², ±a, 1, 0); (0, ∓a²b, −a², ±b, 1, 0); (0, 1, 0, −5/2, 0, 1).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector d0 = d[0], d1 = d[1], d2 = d[2], d3 = d[3], d4 = d[4], d5 = d[5];
        TVector minusTwo = TSimd.Broadcast(-2f);
        TVector minusHalf = TSimd.Broadcast(-0.5f);
        TVector middle = TSimd.Broadcast(-2.5f);
        TVector even = TSimd.MultiplyAdd(minusTwo, d2, d4);
        TVector odd = TSimd.MultiplyAdd(minusTwo, d1, d3);
        to.Put(0, TSimd.Add(d0, TSimd.MultiplyAdd(middle, d2, d4)));
        to.Put(1, TSimd.MultiplyAdd(TSimd.Broadcast(A), odd, even));
        to.Put(2, TSimd.MultiplyAdd(TSimd.Broadcast(-A), odd, even));
        even = TSimd.MultiplyAdd(minusHalf, d2, d4);
        odd = TSimd.MultiplyAdd(minusHalf, d1, d3);
        to.Put(3, TSimd.MultiplyAdd(TSimd.Broadcast(B), odd, even));
        to.Put(4, TSimd.MultiplyAdd(TSimd.Broadcast(-B), odd, even));
        to.Put(5, TSimd.Add(d1, TSimd.MultiplyAdd(middle, d3, d5)));
    }

    /// <inheritdoc/>
    /// <remarks>Rows (1, 1, 1, 1, 1, 0); (0, a, −a, b, −b, 0); (0, ½, ½, 2, 2, 0); (0, a/2, −a/2, 2b, −2b, 1).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        TVector m1 = m[1], m2 = m[2], m3 = m[3], m4 = m[4];
        TVector sumA = TSimd.Add(m1, m2);
        TVector sumB = TSimd.Add(m3, m4);
        TVector differenceA = TSimd.Multiply(TSimd.Broadcast(A), TSimd.Subtract(m1, m2));
        TVector differenceB = TSimd.Multiply(TSimd.Broadcast(B), TSimd.Subtract(m3, m4));
        TVector half = TSimd.Broadcast(0.5f);
        TVector two = TSimd.Broadcast(2f);
        to.Put(0, TSimd.Add(m[0], TSimd.Add(sumA, sumB)));
        to.Put(1, TSimd.Add(differenceA, differenceB));
        to.Put(2, TSimd.MultiplyAdd(half, sumA, TSimd.Multiply(two, sumB)));
        to.Put(3, TSimd.MultiplyAdd(half, differenceA, TSimd.MultiplyAdd(two, differenceB, m[5])));
    }
}
