using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>The entry points of <see cref="SimdDeformableConvolution2D"/>, one per vector width; one index is one tile.</summary>
internal static class DeformableKernels
{
    public static void SixteenCpuKernel(
        Index1D index,
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation) =>
        SixteenTile(index.X, views, offsetMask, shape, tiling, activation);

    public static void EightCpuKernel(
        Index1D index,
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation) =>
        EightTile(index.X, views, offsetMask, shape, tiling, activation);

    public static void FourCpuKernel(
        Index1D index,
        ConvolutionViews views,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation) =>
        FourTile(index.X, views, offsetMask, shape, tiling, activation);

    [External("deformable_convolution_tile_16")]
    private static void SixteenTile(
        int index, ConvolutionViews views, ArrayView<float> offsetMask, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        Tile<MicroKernel14<Simd512, Vector512<float>>>(index, new(views), offsetMask, shape, tiling, activation);

    [External("deformable_convolution_tile_8")]
    private static void EightTile(
        int index, ConvolutionViews views, ArrayView<float> offsetMask, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        Tile<MicroKernel6<Simd256, Vector256<float>>>(index, new(views), offsetMask, shape, tiling, activation);

    [External("deformable_convolution_tile_4")]
    private static void FourTile(
        int index, ConvolutionViews views, ArrayView<float> offsetMask, Convolution2DShape shape, SimdTiling tiling, Activation activation) =>
        Tile<MicroKernel6<Simd128, Vector128<float>>>(index, new(views), offsetMask, shape, tiling, activation);

    private static unsafe void Tile<TMicro>(
        int index,
        ConvolutionPointers memory,
        ArrayView<float> offsetMask,
        Convolution2DShape shape,
        SimdTiling tiling,
        Activation activation)
        where TMicro : struct, IMicroKernel
    {
        int firstPixel = index / tiling.ChannelTiles * tiling.PixelsPerTile;
        int pixels = Math.Min(tiling.PixelsPerTile, (int)shape.OutputPixels - firstPixel);
        int sampleFloats = pixels * shape.FilterHeight * shape.FilterWidth * (sizeof(DeformedSample) / sizeof(float));
        using TileMemory scratch = new(sampleFloats + shape.InputChannels, pieces: 2);
        DeformedSample* samples = (DeformedSample*)scratch.Take(sampleFloats);
        float* zeros = scratch.Take(shape.InputChannels);
        new Span<float>(zeros, shape.InputChannels).Clear();
        DeformedInput.FindSamples(CpuMemory.Pointer(offsetMask), shape, firstPixel, pixels, samples);
        DirectTile.Compute<TMicro, DeformedInput>(
            index, new DeformedInput(memory.X, samples, zeros), memory, shape, tiling, activation);
    }
}
