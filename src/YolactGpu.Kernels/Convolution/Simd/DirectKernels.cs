using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The entry points of <see cref="SimdConvolution2D"/>, one per vector width; one index is one tile. ILGPU's compiler
/// never sees a vector: it takes a method marked <see cref="ExternalAttribute"/> as declared elsewhere, and the CPU
/// accelerator, which runs kernels as the .NET methods that they are, calls its body.
/// </summary>
internal static class DirectKernels
{
    public static void SixteenCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        SixteenTile(index.X, views, shape, tiling, activation);

    public static void EightCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        EightTile(index.X, views, shape, tiling, activation);

    public static void FourCpuKernel(
        Index1D index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        FourTile(index.X, views, shape, tiling, activation);

    [External("convolution_tile_16")]
    private static void SixteenTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        Tile<MicroKernel14<Simd512, Vector512<float>>>(index, new(views), shape, tiling, activation);

    [External("convolution_tile_8")]
    private static void EightTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        Tile<MicroKernel6<Simd256, Vector256<float>>>(index, new(views), shape, tiling, activation);

    [External("convolution_tile_4")]
    private static void FourTile(
        int index, ConvolutionViews views, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        Tile<MicroKernel6<Simd128, Vector128<float>>>(index, new(views), shape, tiling, activation);

    private static unsafe void Tile<TMicro>(
        int index, ConvolutionPointers memory, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
    {
        if (NarrowTile.Fits(shape))
        {
            NarrowTile.Compute<TMicro>(index, memory, shape, tiling, activation);
        }
        else
        {
            DirectTile.Compute<TMicro, PackedInput>(index, new PackedInput(memory.X), memory, shape, tiling, activation);
        }
    }
}
