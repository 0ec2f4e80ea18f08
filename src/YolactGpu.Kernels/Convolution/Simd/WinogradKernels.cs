using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The entry points of <see cref="WinogradConvolution2D"/>, one per algorithm and vector width; one index is one worker.
/// As in <see cref="DirectKernels"/>, vectors hide behind methods marked <see cref="ExternalAttribute"/>.
/// </summary>
internal static class WinogradKernels
{
    /// <summary>Gives the kernel.</summary>
    public static Action<Index1D, ConvolutionMaps, Convolution2DShape, SimdTiling, Activation, SharedTiles> For(
        WinogradSize size, SimdWidth width) => (size, width) switch
        {
            (WinogradSize.Two, SimdWidth.Sixteen) => TwoBySixteenCpuKernel,
            (WinogradSize.Two, SimdWidth.Eight) => TwoByEightCpuKernel,
            (WinogradSize.Two, _) => TwoByFourCpuKernel,
            (WinogradSize.Three, SimdWidth.Sixteen) => ThreeBySixteenCpuKernel,
            (WinogradSize.Three, SimdWidth.Eight) => ThreeByEightCpuKernel,
            (WinogradSize.Three, _) => ThreeByFourCpuKernel,
            (WinogradSize.Four, SimdWidth.Sixteen) => FourBySixteenCpuKernel,
            (WinogradSize.Four, SimdWidth.Eight) => FourByEightCpuKernel,
            (WinogradSize.Four, _) => FourByFourCpuKernel,
            (WinogradSize.Five, SimdWidth.Sixteen) => FiveBySixteenCpuKernel,
            (WinogradSize.Five, SimdWidth.Eight) => FiveByEightCpuKernel,
            (WinogradSize.Five, _) => FiveByFourCpuKernel,
            (_, SimdWidth.Sixteen) => SixBySixteenCpuKernel,
            (_, SimdWidth.Eight) => SixByEightCpuKernel,
            _ => SixByFourCpuKernel,
        };

    /// <summary>Gives the matrix G of an algorithm.</summary>
    public static ReadOnlySpan<double> FilterTransform(WinogradSize size) => size switch
    {
        WinogradSize.Two => Winograd2<Simd128, Vector128<float>>.FilterTransform,
        WinogradSize.Three => Winograd3<Simd128, Vector128<float>>.FilterTransform,
        WinogradSize.Four => Winograd4<Simd128, Vector128<float>>.FilterTransform,
        WinogradSize.Five => Winograd5<Simd128, Vector128<float>>.FilterTransform,
        _ => Winograd6<Simd128, Vector128<float>>.FilterTransform,
    };

    internal static void TwoBySixteenCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        TwoBySixteenTiles(maps, shape, tiling, activation, shared);

    internal static void TwoByEightCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        TwoByEightTiles(maps, shape, tiling, activation, shared);

    internal static void TwoByFourCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        TwoByFourTiles(maps, shape, tiling, activation, shared);

    internal static void ThreeBySixteenCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        ThreeBySixteenTiles(maps, shape, tiling, activation, shared);

    internal static void ThreeByEightCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        ThreeByEightTiles(maps, shape, tiling, activation, shared);

    internal static void ThreeByFourCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        ThreeByFourTiles(maps, shape, tiling, activation, shared);

    internal static void FourBySixteenCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourBySixteenTiles(maps, shape, tiling, activation, shared);

    internal static void FourByEightCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourByEightTiles(maps, shape, tiling, activation, shared);

    internal static void FourByFourCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourByFourTiles(maps, shape, tiling, activation, shared);

    internal static void FiveBySixteenCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FiveBySixteenTiles(maps, shape, tiling, activation, shared);

    internal static void FiveByEightCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FiveByEightTiles(maps, shape, tiling, activation, shared);

    internal static void FiveByFourCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FiveByFourTiles(maps, shape, tiling, activation, shared);

    internal static void SixBySixteenCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixBySixteenTiles(maps, shape, tiling, activation, shared);

    internal static void SixByEightCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixByEightTiles(maps, shape, tiling, activation, shared);

    internal static void SixByFourCpuKernel(
        Index1D _, ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixByFourTiles(maps, shape, tiling, activation, shared);

    [External("winograd_2_tiles_16")]
    private static void TwoBySixteenTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<Winograd2<Simd512, Vector512<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_2_tiles_8")]
    private static void TwoByEightTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles<Winograd2<Simd256, Vector256<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_2_tiles_4")]
    private static void TwoByFourTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles<Winograd2<Simd128, Vector128<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_3_tiles_16")]
    private static void ThreeBySixteenTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<Winograd3<Simd512, Vector512<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_3_tiles_8")]
    private static void ThreeByEightTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles<Winograd3<Simd256, Vector256<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_3_tiles_4")]
    private static void ThreeByFourTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles<Winograd3<Simd128, Vector128<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_4_tiles_16")]
    private static void FourBySixteenTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<Winograd4<Simd512, Vector512<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_4_tiles_8")]
    private static void FourByEightTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles<Winograd4<Simd256, Vector256<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_4_tiles_4")]
    private static void FourByFourTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles<Winograd4<Simd128, Vector128<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_5_tiles_16")]
    private static void FiveBySixteenTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<Winograd5<Simd512, Vector512<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_5_tiles_8")]
    private static void FiveByEightTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles<Winograd5<Simd256, Vector256<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_5_tiles_4")]
    private static void FiveByFourTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles<Winograd5<Simd128, Vector128<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_6_tiles_16")]
    private static void SixBySixteenTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<Winograd6<Simd512, Vector512<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_6_tiles_8")]
    private static void SixByEightTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles<Winograd6<Simd256, Vector256<float>>>(maps, shape, tiling, activation, shared);

    [External("winograd_6_tiles_4")]
    private static void SixByFourTiles(
        ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles<Winograd6<Simd128, Vector128<float>>>(maps, shape, tiling, activation, shared);

    private static void SixteenTiles<TPoints>(
        in ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TPoints : struct, IWinogradPoints<Simd512, Vector512<float>>
    {
        if (tiling.BlockRows == TwelveRows.Value)
        {
            Tiles<WideMicroKernel<TwelveRows, Simd512, Vector512<float>>, TPoints, Simd512, Vector512<float>>(
                maps, shape, tiling, activation, shared);
        }
        else
        {
            Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>, TPoints, Simd512, Vector512<float>>(
                maps, shape, tiling, activation, shared);
        }
    }

    private static void EightTiles<TPoints>(
        in ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TPoints : struct, IWinogradPoints<Simd256, Vector256<float>> =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, TPoints, Simd256, Vector256<float>>(maps, shape, tiling, activation, shared);

    private static void FourTiles<TPoints>(
        in ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TPoints : struct, IWinogradPoints<Simd128, Vector128<float>> =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, TPoints, Simd128, Vector128<float>>(maps, shape, tiling, activation, shared);

    private static void Tiles<TMicro, TPoints, TSimd, TVector>(
        in ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TMicro : struct, IMicroKernel
        where TPoints : struct, IWinogradPoints<TSimd, TVector>
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        while (shared.TryTake(tiling.Tiles, out int tile))
        {
            WinogradTile.Compute<TMicro, WinogradTransform<TPoints, TPoints, TSimd, TVector>>(tile, maps, shape, tiling, activation);
        }
    }
}
