using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Some patches of outputs times some channels: transform the input once, then for each panel of channels multiply
/// plane by plane and transform back. Everything between input and output stays in the caches of one core.
/// </summary>
internal static unsafe class WinogradTile
{
    public static void Compute<TMicro, TWinograd>(
        int index, in ConvolutionMaps maps, Convolution2DShape shape, SimdTiling tiling, Activation activation)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        int patches = WinogradPatches.CountOf(maps, shape, TWinograd.OutputSize);
        using WinogradStep step = WinogradStep.Begin<TMicro, TWinograd>(
            index, patches, shape.OutputChannels, new ConvolutionPointers(maps.First), tiling, activation, PatchCells.Fits(shape));
        TransformInput<TWinograd>(step, maps, shape);
        step.Finish<TMicro, TWinograd>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformInput<TWinograd>(in WinogradStep step, in ConvolutionMaps maps, in Convolution2DShape shape)
        where TWinograd : struct, IWinograd
    {
        int size = TWinograd.InputHeight;
        float** pixels = stackalloc float*[size * size];
        for (int plane = 0; step.Cells != null && plane < size * size; plane++)
        {
            pixels[plane] = step.Cells + (plane * PackedInput.Block);
        }

        // The tile's patches may lie on several maps; a map's first patch follows the last one of the map before.
        int row = 0;
        int patch = step.FirstPatch;
        for (int map = 0; row < step.PatchCount; map++)
        {
            Convolution2DShape own = maps.ShapeOf(map, shape);
            WinogradPatches patches = new(own, TWinograd.OutputSize);
            float* x = CpuMemory.Pointer(maps.X(map));
            float* y = CpuMemory.Pointer(maps.Y(map));
            float* residual = CpuMemory.Pointer(maps.First.Residual);
            for (; patch < patches.Count && row < step.PatchCount; patch++)
            {
                if (step.Cells != null)
                {
                    patches.Cells(patch, size, x, own, step.Cells);
                }
                else
                {
                    patches.Pixels(patch, size, x, own, step.Zeros, pixels);
                }

                step.TransformInput<TWinograd>(row, pixels, patches.Place(patch, residual, y, own));
                row++;
            }

            patch -= patches.Count;
        }
    }
}
