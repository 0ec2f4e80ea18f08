using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Frontend;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Kernels.Masks;

/// <summary>
/// The entry points of <see cref="SimdMaskConvolutions"/>, one per vector width; one index is one worker. As in <see cref="DirectKernels"/>,
/// vectors hide behind methods marked <see cref="ExternalAttribute"/>.
/// </summary>
internal static class MaskConvolutionKernels
{
    public static void SixteenCpuKernel(Index1D _, MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared) =>
        SixteenTiles(views, shape, shared);

    public static void EightCpuKernel(Index1D _, MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared) =>
        EightTiles(views, shape, shared);

    public static void FourCpuKernel(Index1D _, MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared) =>
        FourTiles(views, shape, shared);

    [External("mask_convolutions_16")]
    private static void SixteenTiles(MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared) =>
        Tiles<WideMicroKernel<FourteenRows, Simd512, Vector512<float>>, Simd512, Vector512<float>>(views, shape, shared);

    [External("mask_convolutions_8")]
    private static void EightTiles(MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd256, Vector256<float>>, Simd256, Vector256<float>>(views, shape, shared);

    [External("mask_convolutions_4")]
    private static void FourTiles(MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared) =>
        Tiles<MicroKernel6<Simd128, Vector128<float>>, Simd128, Vector128<float>>(views, shape, shared);

    /// <summary>Takes as many masks at a time as fill the blocks of the small maps, unless all workers then get fewer.</summary>
    private static void Tiles<TMicro, TSimd, TVector>(MaskConvolutionViews views, MaskConvolutionsShape shape, SharedTiles shared)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        MaskGroup masks = new(views, shape);
        int rounds = Math.Max(1, Ceiling(masks.Present, shared.Workers * MaskGroup.Most));
        int together = Math.Max(1, Ceiling(masks.Present, shared.Workers * rounds));
        while (shared.TryTake(Ceiling(masks.Present, together), out int tile))
        {
            masks.Compute<TMicro, TSimd, TVector>(tile * together, Math.Min(together, masks.Present - (tile * together)));
        }
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
