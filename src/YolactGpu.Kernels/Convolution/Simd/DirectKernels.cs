using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The entry points of <see cref="SimdConvolution2D"/>, one per vector width; one index is one worker. ILGPU's compiler
/// never sees a vector: it takes a method marked <see cref="ExternalAttribute"/> as declared elsewhere, and the CPU
/// accelerator, which runs kernels as the .NET methods that they are, calls its body.
/// </summary>
internal static class DirectKernels
{
    public static void SixteenCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles(views, shape, tiling, activation, shared);

    public static void EightCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles(views, shape, tiling, activation, shared);

    public static void FourCpuKernel(
        Index1D _, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles(views, shape, tiling, activation, shared);

    [External("convolution_tiles_16")]
    private static void SixteenTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>, Simd512, Vector512<float>>(new(views), shape, tiling, activation, shared);

    [External("convolution_tiles_8")]
    private static void EightTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, Simd256, Vector256<float>>(new(views), shape, tiling, activation, shared);

    [External("convolution_tiles_4")]
    private static void FourTiles(
        ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, Simd128, Vector128<float>>(new(views), shape, tiling, activation, shared);

    private static void Tiles<TMicro, TSimd, TVector>(
        ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        while (shared.TryTake(tiling.Tiles, out int tile))
        {
            ConvolutionTile.Compute<TMicro, TSimd, TVector>(tile, memory, shape, tiling, activation);
        }
    }
}
