using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>The entry points of <see cref="SpreadConvolution2D"/>, one per vector width; one index is one worker.</summary>
internal static class SpreadKernels
{
    public static void SixteenCpuKernel(
        Index1D _, ConvolutionViews views, SpreadShape shape, SimdTiling tiling, SharedTiles shared) => SixteenTiles(views, shape, tiling, shared);

    public static void EightCpuKernel(
        Index1D _, ConvolutionViews views, SpreadShape shape, SimdTiling tiling, SharedTiles shared) => EightTiles(views, shape, tiling, shared);

    public static void FourCpuKernel(
        Index1D _, ConvolutionViews views, SpreadShape shape, SimdTiling tiling, SharedTiles shared) => FourTiles(views, shape, tiling, shared);

    [External("spread_convolution_tiles_16")]
    private static void SixteenTiles(ConvolutionViews views, SpreadShape shape, SimdTiling tiling, SharedTiles shared)
    {
        if (tiling.BlockRows == TwelveRows.Value)
        {
            Tiles<WideMicroKernel<TwelveRows, Simd512, Vector512<float>>, Simd512, Vector512<float>>(new(views), shape, tiling, shared);
        }
        else
        {
            Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>, Simd512, Vector512<float>>(new(views), shape, tiling, shared);
        }
    }

    [External("spread_convolution_tiles_8")]
    private static void EightTiles(ConvolutionViews views, SpreadShape shape, SimdTiling tiling, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, Simd256, Vector256<float>>(new(views), shape, tiling, shared);

    [External("spread_convolution_tiles_4")]
    private static void FourTiles(ConvolutionViews views, SpreadShape shape, SimdTiling tiling, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, Simd128, Vector128<float>>(new(views), shape, tiling, shared);

    private static void Tiles<TMicro, TSimd, TVector>(
        ConvolutionPointers memory, SpreadShape shape, SimdTiling tiling, SharedTiles shared)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int tiles = SpreadTile.CountOf(tiling);
        while (shared.TryTake(tiles, out int tile))
        {
            SpreadTile.Compute<TMicro, TSimd, TVector>(tile, memory, shape, tiling);
        }
    }
}
