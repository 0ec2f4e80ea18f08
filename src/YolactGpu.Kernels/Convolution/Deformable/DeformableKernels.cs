using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>The entry points of <see cref="SimdDeformableConvolution2D"/>, one per vector width; one index is one worker.</summary>
internal static class DeformableKernels
{
    public static void SixteenCpuKernel(
        Index1D _,
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared) =>
        SixteenTiles(views, offsetMask, shape, tiling, activation, shared);

    public static void EightCpuKernel(
        Index1D _,
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared) =>
        EightTiles(views, offsetMask, shape, tiling, activation, shared);

    public static void FourCpuKernel(
        Index1D _,
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared) =>
        FourTiles(views, offsetMask, shape, tiling, activation, shared);

    [External("deformable_convolution_tiles_16")]
    private static void SixteenTiles(
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared) =>
        Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>>(new(views), offsetMask, shape, tiling, activation, shared);

    [External("deformable_convolution_tiles_8")]
    private static void EightTiles(
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>>(new(views), offsetMask, shape, tiling, activation, shared);

    [External("deformable_convolution_tiles_4")]
    private static void FourTiles(
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>>(new(views), offsetMask, shape, tiling, activation, shared);

    private static void Tiles<TMicro>(
        ConvolutionPointers memory,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation,
        SharedTiles shared)
        where TMicro : struct, IMicroKernel
    {
        while (shared.TryTake(tiling.Tiles, out int tile))
        {
            Tile<TMicro>(tile, memory, offsetMask, shape, tiling, activation);
        }
    }

    private static unsafe void Tile<TMicro>(
        int index,
        ConvolutionPointers memory,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation)
        where TMicro : struct, IMicroKernel
    {
        (int firstPixel, int pixels) = tiling.Pixels(index, shape);
        int taps = pixels * shape.FilterHeight * shape.FilterWidth;
        using TileMemory scratch = new(DeformedSamples.Length(taps) + shape.InputChannels, pieces: 2);
        DeformedSamples samples = new(scratch.Take(DeformedSamples.Length(taps)), taps);
        float* zeros = scratch.Take(shape.InputChannels);
        new Span<float>(zeros, shape.InputChannels).Clear();
        samples.Find(CpuMemory.Pointer(offsetMask), shape, firstPixel, pixels);
        DirectTile.Compute<TMicro, DeformedInput>(
            index, new DeformedInput(memory.X, samples, zeros), memory, shape, tiling, activation);
    }
}
