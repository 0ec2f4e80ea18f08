using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Some patches of one of the phases of <see cref="SpreadConvolution2D"/> times some channels.</summary>
internal static unsafe class SpreadTile
{
    /// <summary>Gets the tiles of all phases.</summary>
    public static int CountOf(SimdTiling tiling) => SpreadShape.Phases * SpreadShape.Phases * tiling.Tiles;

    /// <summary>Computes one tile: the phases one after the other, so that the weights of one are read once from memory.</summary>
    public static void Compute<TMicro, TSimd, TVector>(int index, ConvolutionPointers memory, SpreadShape shape, SimdTiling tiling)
        where TMicro : struct, IMicroKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int tile = index % tiling.Tiles;
        switch (index / tiling.Tiles)
        {
            case 0:
                Compute<TMicro, WinogradTransform<SpreadOdd<TSimd, TVector>, SpreadOdd<TSimd, TVector>, TSimd, TVector>>(
                    tile, down: 0, across: 0, memory, shape, tiling);
                break;
            case 1:
                Compute<TMicro, WinogradTransform<SpreadOdd<TSimd, TVector>, SpreadEven<TSimd, TVector>, TSimd, TVector>>(
                    tile, down: 0, across: 1, memory, shape, tiling);
                break;
            case 2:
                Compute<TMicro, WinogradTransform<SpreadEven<TSimd, TVector>, SpreadOdd<TSimd, TVector>, TSimd, TVector>>(
                    tile, down: 1, across: 0, memory, shape, tiling);
                break;
            default:
                Compute<TMicro, WinogradTransform<SpreadEven<TSimd, TVector>, SpreadEven<TSimd, TVector>, TSimd, TVector>>(
                    tile, down: 1, across: 1, memory, shape, tiling);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<TMicro, TWinograd>(
        int index, int down, int across, ConvolutionPointers memory, SpreadShape shape, SimdTiling tiling)
        where TMicro : struct, IMicroKernel
        where TWinograd : struct, IWinograd
    {
        using WinogradStep step = WinogradStep.Begin<TMicro, TWinograd>(
            index, shape.PatchCount, shape.OutputChannels, memory, tiling, Activation.None, isOfCells: false);
        float** pixels = stackalloc float*[TWinograd.InputHeight * TWinograd.InputWidth];
        for (int row = 0; row < step.PatchCount; row++)
        {
            int patch = step.FirstPatch + row;
            int top = patch / shape.PatchesAcross % shape.PatchesDown * SpreadShape.PatchSize;
            int left = patch % shape.PatchesAcross * SpreadShape.PatchSize;
            int n = patch / shape.PatchesAcross / shape.PatchesDown;
            for (int i = 0; i < TWinograd.InputHeight; i++)
            {
                int inputRow = Extended(top + i, shape.Height);
                for (int j = 0; j < TWinograd.InputWidth; j++)
                {
                    int column = Extended(left + j, shape.Width);
                    nint at = ((((nint)n * shape.Height) + inputRow) * shape.Width) + column;
                    pixels[(i * TWinograd.InputWidth) + j] = inputRow < 0 || column < 0 ? step.Zeros : memory.X + (at * shape.InputChannels);
                }
            }

            WinogradPatch place = new()
            {
                Y = memory.Y + shape.RowAt(n, down, top) + (across * shape.AcrossStep) + ((nint)left * shape.OutputChannels),
                Height = SpreadShape.PatchSize,
                Width = SpreadShape.PatchSize,
                Down = shape.CellsStep,
            };
            step.TransformInput<TWinograd>(row, pixels, place);
        }

        step.Finish<TMicro, TWinograd>();
    }

    /// <summary>Gives which input stands at a place of the extended map, or -1 for a zero.</summary>
    private static int Extended(int place, int size)
    {
        int input = place - SpreadShape.Border;
        return place == 0 ? 0
            : input == size + 1 ? size - 1
            : input >= 0 && input < size ? input
            : -1;
    }
}
