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
    public static Action<Index1D, ConvolutionViews, Convolution2DShape, SimdTiling, Activation, SharedTiles> For(
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
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        TwoBySixteenTiles(views, shape, tiling, activation, shared);

    internal static void TwoByEightCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        TwoByEightTiles(views, shape, tiling, activation, shared);

    internal static void TwoByFourCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        TwoByFourTiles(views, shape, tiling, activation, shared);

    internal static void ThreeBySixteenCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        ThreeBySixteenTiles(views, shape, tiling, activation, shared);

    internal static void ThreeByEightCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        ThreeByEightTiles(views, shape, tiling, activation, shared);

    internal static void ThreeByFourCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        ThreeByFourTiles(views, shape, tiling, activation, shared);

    internal static void FourBySixteenCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourBySixteenTiles(views, shape, tiling, activation, shared);

    internal static void FourByEightCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourByEightTiles(views, shape, tiling, activation, shared);

    internal static void FourByFourCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourByFourTiles(views, shape, tiling, activation, shared);

    internal static void FiveBySixteenCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FiveBySixteenTiles(views, shape, tiling, activation, shared);

    internal static void FiveByEightCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FiveByEightTiles(views, shape, tiling, activation, shared);

    internal static void FiveByFourCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FiveByFourTiles(views, shape, tiling, activation, shared);

    internal static void SixBySixteenCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixBySixteenTiles(views, shape, tiling, activation, shared);

    internal static void SixByEightCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixByEightTiles(views, shape, tiling, activation, shared);

    internal static void SixByFourCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixByFourTiles(views, shape, tiling, activation, shared);

    [External("winograd_2_tiles_16")]
    private static void TwoBySixteenTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<WinogradTransform<Winograd2<Simd512, Vector512<float>>, Simd512, Vector512<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_2_tiles_8")]
    private static void TwoByEightTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, WinogradTransform<Winograd2<Simd256, Vector256<float>>, Simd256, Vector256<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_2_tiles_4")]
    private static void TwoByFourTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, WinogradTransform<Winograd2<Simd128, Vector128<float>>, Simd128, Vector128<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_3_tiles_16")]
    private static void ThreeBySixteenTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<WinogradTransform<Winograd3<Simd512, Vector512<float>>, Simd512, Vector512<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_3_tiles_8")]
    private static void ThreeByEightTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, WinogradTransform<Winograd3<Simd256, Vector256<float>>, Simd256, Vector256<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_3_tiles_4")]
    private static void ThreeByFourTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, WinogradTransform<Winograd3<Simd128, Vector128<float>>, Simd128, Vector128<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_4_tiles_16")]
    private static void FourBySixteenTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<WinogradTransform<Winograd4<Simd512, Vector512<float>>, Simd512, Vector512<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_4_tiles_8")]
    private static void FourByEightTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, WinogradTransform<Winograd4<Simd256, Vector256<float>>, Simd256, Vector256<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_4_tiles_4")]
    private static void FourByFourTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, WinogradTransform<Winograd4<Simd128, Vector128<float>>, Simd128, Vector128<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_5_tiles_16")]
    private static void FiveBySixteenTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<WinogradTransform<Winograd5<Simd512, Vector512<float>>, Simd512, Vector512<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_5_tiles_8")]
    private static void FiveByEightTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, WinogradTransform<Winograd5<Simd256, Vector256<float>>, Simd256, Vector256<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_5_tiles_4")]
    private static void FiveByFourTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, WinogradTransform<Winograd5<Simd128, Vector128<float>>, Simd128, Vector128<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_6_tiles_16")]
    private static void SixBySixteenTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles<WinogradTransform<Winograd6<Simd512, Vector512<float>>, Simd512, Vector512<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_6_tiles_8")]
    private static void SixByEightTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, WinogradTransform<Winograd6<Simd256, Vector256<float>>, Simd256, Vector256<float>>>(
            new(views), shape, tiling, activation, shared);

    [External("winograd_6_tiles_4")]
    private static void SixByFourTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, WinogradTransform<Winograd6<Simd128, Vector128<float>>, Simd128, Vector128<float>>>(
            new(views), shape, tiling, activation, shared);

    private static void SixteenTiles<TWinograd>(
        ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TWinograd : struct, IWinograd
    {
        if (tiling.BlockRows == TwelveRows.Value)
        {
            Tiles<WideMicroKernel<TwelveRows, Simd512, Vector512<float>>, TWinograd>(memory, shape, tiling, activation, shared);
        }
        else
        {
            Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>, TWinograd>(memory, shape, tiling, activation, shared);
        }
    }

    private static void Tiles<TMicro, TWinograd>(
        ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        while (shared.TryTake(tiling.Tiles, out int tile))
        {
            WinogradTile.Compute<TMicro, TWinograd>(tile, memory, shape, tiling, activation);
        }
    }
}
