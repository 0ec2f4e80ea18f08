using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The entry points of <see cref="WinogradConvolution2D"/>, one per algorithm and vector width; one index is one tile.
/// As in <see cref="DirectKernels"/>, vectors hide behind methods marked <see cref="ExternalAttribute"/>.
/// </summary>
internal static class WinogradKernels
{
    /// <summary>Gives the kernel.</summary>
    public static Action<Index1D, ConvolutionViews, Convolution2DShape, SimdTiling, Activation> For(
        WinogradSize size, SimdWidth width) => (size, width) switch
        {
            (WinogradSize.Two, SimdWidth.Sixteen) => TwoBySixteenCpuKernel,
            (WinogradSize.Two, SimdWidth.Eight) => TwoByEightCpuKernel,
            (WinogradSize.Two, _) => TwoByFourCpuKernel,
            (_, SimdWidth.Sixteen) => FourBySixteenCpuKernel,
            (_, SimdWidth.Eight) => FourByEightCpuKernel,
            _ => FourByFourCpuKernel,
        };

    /// <summary>Gives the matrix G of an algorithm.</summary>
    public static ReadOnlySpan<double> FilterTransform(WinogradSize size) => size == WinogradSize.Two
        ? Winograd2<Simd128, Vector128<float>>.FilterTransform
        : Winograd4<Simd128, Vector128<float>>.FilterTransform;

    internal static void TwoBySixteenCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        TwoBySixteenTile(index.X, views, shape, tiling, activation);

    internal static void TwoByEightCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        TwoByEightTile(index.X, views, shape, tiling, activation);

    internal static void TwoByFourCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        TwoByFourTile(index.X, views, shape, tiling, activation);

    internal static void FourBySixteenCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        FourBySixteenTile(index.X, views, shape, tiling, activation);

    internal static void FourByEightCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        FourByEightTile(index.X, views, shape, tiling, activation);

    internal static void FourByFourCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        FourByFourTile(index.X, views, shape, tiling, activation);

    [External("winograd_2_tile_16")]
    private static void TwoBySixteenTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        WinogradTile.Compute<MicroKernel14<Simd512, Vector512<float>>, Winograd2<Simd512, Vector512<float>>>(
            index, new(views), shape, tiling, activation);

    [External("winograd_2_tile_8")]
    private static void TwoByEightTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        WinogradTile.Compute<MicroKernel6<Simd256, Vector256<float>>, Winograd2<Simd256, Vector256<float>>>(
            index, new(views), shape, tiling, activation);

    [External("winograd_2_tile_4")]
    private static void TwoByFourTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        WinogradTile.Compute<MicroKernel6<Simd128, Vector128<float>>, Winograd2<Simd128, Vector128<float>>>(
            index, new(views), shape, tiling, activation);

    [External("winograd_4_tile_16")]
    private static void FourBySixteenTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        WinogradTile.Compute<MicroKernel14<Simd512, Vector512<float>>, Winograd4<Simd512, Vector512<float>>>(
            index, new(views), shape, tiling, activation);

    [External("winograd_4_tile_8")]
    private static void FourByEightTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        WinogradTile.Compute<MicroKernel6<Simd256, Vector256<float>>, Winograd4<Simd256, Vector256<float>>>(
            index, new(views), shape, tiling, activation);

    [External("winograd_4_tile_4")]
    private static void FourByFourTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        WinogradTile.Compute<MicroKernel6<Simd128, Vector128<float>>, Winograd4<Simd128, Vector128<float>>>(
            index, new(views), shape, tiling, activation);
}
