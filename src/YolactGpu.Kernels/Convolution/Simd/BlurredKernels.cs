using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>The entry points of <see cref="BlurredConvolution2D"/>, one per vector width; one index is one worker.</summary>
internal static class BlurredKernels
{
    public static void SixteenCpuKernel(
        Index1D _, ConvolutionViews views, SpreadConvolution spread, Convolution2DShape shape,
        SimdTiling tiling, Activation activation, SharedTiles shared) =>
        SixteenTiles(views, spread, shape, tiling, activation, shared);

    public static void EightCpuKernel(
        Index1D _, ConvolutionViews views, SpreadConvolution spread, Convolution2DShape shape,
        SimdTiling tiling, Activation activation, SharedTiles shared) =>
        EightTiles(views, spread, shape, tiling, activation, shared);

    public static void FourCpuKernel(
        Index1D _, ConvolutionViews views, SpreadConvolution spread, Convolution2DShape shape,
        SimdTiling tiling, Activation activation, SharedTiles shared) =>
        FourTiles(views, spread, shape, tiling, activation, shared);

    [External("blurred_convolution_tiles_16")]
    private static void SixteenTiles(
        ConvolutionViews views, SpreadConvolution spread, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>>(new(views), spread, shape, tiling, activation, shared);

    [External("blurred_convolution_tiles_8")]
    private static void EightTiles(
        ConvolutionViews views, SpreadConvolution spread, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>>(new(views), spread, shape, tiling, activation, shared);

    [External("blurred_convolution_tiles_4")]
    private static void FourTiles(
        ConvolutionViews views, SpreadConvolution spread, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>>(new(views), spread, shape, tiling, activation, shared);

    private static unsafe void Tiles<TMicro>(
        ConvolutionPointers memory, SpreadConvolution spread, Convolution2DShape shape, SimdTiling tiling, Activation activation, SharedTiles shared)
        where TMicro : struct, IMicroKernel
    {
        int channels = shape.InputChannels;
        while (shared.TryTake(tiling.Tiles, out int tile))
        {
            int room = BlurredInput.RoomLength(Math.Min(tiling.PixelsPerTile, shape.OutputWidth), tiling.DepthPerPass);
            using TileMemory scratch = new(room + channels, pieces: 2);
            float* bias = scratch.TakeBias(CpuMemory.Pointer(spread.Bias), 0, channels, channels);
            BlurredInput input = new(memory.X, spread.Shape, bias, spread.Activation, scratch.Take(room));
            DirectTile.Compute<TMicro, BlurredInput>(tile, input, memory, shape, tiling, activation);
        }
    }
}

/// <summary>
/// What is left to do of the convolution that <see cref="SpreadConvolution2D"/> began, as a kernel takes it. Public because ILGPU emits code that
/// names it.
/// </summary>
/// <param name="Bias">Its bias, [K], or empty.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Activation">Its activation.</param>
public readonly record struct SpreadConvolution(ArrayView<float> Bias, SpreadShape Shape, Activation Activation);
