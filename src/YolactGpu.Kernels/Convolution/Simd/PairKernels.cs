using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>The entry points of <see cref="SimdPairConvolution2D"/>, one per vector width; one index is one worker.</summary>
internal static class PairKernels
{
    public static void SixteenCpuKernel(
        Index1D _, ConvolutionViews views, SecondInput second, Convolution2DShape shape,
        SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles(views, second, shape, tiling, activation, shared);

    public static void EightCpuKernel(
        Index1D _, ConvolutionViews views, SecondInput second, Convolution2DShape shape,
        SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles(views, second, shape, tiling, activation, shared);

    public static void FourCpuKernel(
        Index1D _, ConvolutionViews views, SecondInput second, Convolution2DShape shape,
        SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles(views, second, shape, tiling, activation, shared);

    [External("pair_convolution_tiles_16")]
    private static void SixteenTiles(
        ConvolutionViews views, SecondInput second, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>>(new(views), second, shape, tiling, activation, shared);

    [External("pair_convolution_tiles_8")]
    private static void EightTiles(
        ConvolutionViews views, SecondInput second, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>>(new(views), second, shape, tiling, activation, shared);

    [External("pair_convolution_tiles_4")]
    private static void FourTiles(
        ConvolutionViews views, SecondInput second, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>>(new(views), second, shape, tiling, activation, shared);

    private static unsafe void Tiles<TMicro>(
        ConvolutionPointers memory, SecondInput second, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TMicro : struct, IMicroKernel
    {
        PairedInput input = new(memory.X, CpuMemory.Pointer(second.View), second.Shape);
        while (shared.TryTake(tiling.Tiles, out int tile))
        {
            DirectTile.Compute<TMicro, PairedInput>(tile, input, memory, shape, tiling, activation);
        }
    }
}

/// <summary>The second input of a pair of convolutions, as a kernel takes it. Public because ILGPU emits code that names it.</summary>
/// <param name="View">The input, [N, H, W, C2].</param>
/// <param name="Shape">Sizes of its convolution.</param>
public readonly record struct SecondInput(ArrayView<float> View, Convolution2DShape Shape);
