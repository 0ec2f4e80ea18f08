using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// What <see cref="SpreadConvolution2D"/> computes at an input, w[1]·x[k]: nothing is transformed, and the six values share the last row of
/// <see cref="SpreadOdd{TSimd, TVector}"/>'s G.
/// </summary>
internal readonly struct SpreadEven<TSimd, TVector> : IWinogradPoints<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static int OutputSize => SpreadOdd<TSimd, TVector>.OutputSize;

    public static int FilterSize => SpreadOdd<TSimd, TVector>.FilterSize;

    public static int InputSize => OutputSize;

    public static int InputStep => OutputSize;

    public static ReadOnlySpan<double> FilterTransform => SpreadOdd<TSimd, TVector>.FilterTransform;

    public static int FilterRow(int value) => (FilterTransform.Length / FilterSize) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSource, TTarget>(TSource d, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector>
    {
        for (int i = 0; i < InputSize; i++)
        {
            to.Put(i, d[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSource, TTarget>(TSource m, TTarget to)
        where TSource : struct, IVectorSource<TVector>
        where TTarget : struct, IVectorTarget<TVector> => Input(m, to);
}
