using ILGPU;
using YolactGpu.Kernels.Convolution.Tiled;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>The device code of <see cref="TiledDeformableConvolution2D"/>, once per tile: <see cref="TiledKernels"/> over <see cref="TiledDeformedInput"/>.</summary>
internal static class TiledDeformableKernels
{
    public static void Tile128x64Kernel(
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        TiledShape shape) =>
        TiledKernels.Run(
            default(TiledDeformedInput),
            x,
            offsetMask,
            weights,
            bias,
            residual,
            y,
            shape,
            SharedMemory.Allocate<Float4>(TiledKernels.SharedQuads(128, 64)),
            4,
            1,
            true);

    public static void Tile64x64Kernel(
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        TiledShape shape) =>
        TiledKernels.Run(
            default(TiledDeformedInput),
            x,
            offsetMask,
            weights,
            bias,
            residual,
            y,
            shape,
            SharedMemory.Allocate<Float4>(TiledKernels.SharedQuads(64, 64)),
            2,
            1,
            true);

    public static void Tile32x32Kernel(
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        TiledShape shape) =>
        TiledKernels.Run(
            default(TiledDeformedInput),
            x,
            offsetMask,
            weights,
            bias,
            residual,
            y,
            shape,
            SharedMemory.Allocate<Float4>(TiledKernels.SharedQuads(32, 32)),
            1,
            1,
            false);
}
