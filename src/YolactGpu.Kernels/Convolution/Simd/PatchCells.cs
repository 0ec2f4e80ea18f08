using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// A convolution of stride 2 over few channels as one of stride 1 over four times as many: four input pixels, two by two, are the
/// channels (row, column, channel) of a cell, and a filter of 7x7 taps is one of 4x4 cells, in whose last row and column half of the
/// weights are zero.
/// </summary>
internal static unsafe class PatchCells
{
    /// <summary>Cells along a side of a filter.</summary>
    private const int FilterCells = 4;

    /// <summary>Tells whether a convolution comes down to a filter of 4x4 cells of at most sixteen channels.</summary>
    public static bool Fits(in Convolution2DShape shape) =>
        shape is { Stride: 2, Dilation: 1, InputChannels: <= 4, FilterHeight: 7 or 8, FilterWidth: 7 or 8 };

    /// <summary>Gives the channels of a cell.</summary>
    public static int Depth(in Convolution2DShape shape) => 4 * shape.InputChannels;

    /// <summary>Makes [K, 4·C, 4, 4] of a checkpoint's [K, C, FH, FW].</summary>
    public static float[] Filters(ReadOnlySpan<float> weights, in Convolution2DShape shape)
    {
        float[] cells = new float[shape.OutputChannels * Depth(shape) * FilterCells * FilterCells];
        int at = 0;
        for (int filter = 0; filter < shape.OutputChannels * shape.InputChannels; filter++)
        {
            int k = filter / shape.InputChannels;
            int c = filter % shape.InputChannels;
            for (int u = 0; u < shape.FilterHeight; u++)
            {
                for (int v = 0; v < shape.FilterWidth; v++)
                {
                    int channel = (((u % 2 * 2) + (v % 2)) * shape.InputChannels) + c;
                    int cell = (u / 2 * FilterCells) + (v / 2);
                    cells[(((k * Depth(shape)) + channel) * FilterCells * FilterCells) + cell] = weights[at++];
                }
            }
        }

        return cells;
    }

    /// <summary>Copies the cells of a patch, zeros outside the image; the floats behind a cell's channels are arbitrary.</summary>
    /// <param name="x">The image.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="top">First row of pixels, which may lie outside.</param>
    /// <param name="left">First column of pixels.</param>
    /// <param name="size">Cells along a side.</param>
    /// <param name="to">Room for size² cells of sixteen floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Copy(float* x, in Convolution2DShape shape, int top, int left, int size, float* to)
    {
        int run = 2 * shape.InputChannels;
        int length = ((size - 1) * run) + Vector256<float>.Count;
        float* padded = stackalloc float[length];
        int rowLength = shape.InputWidth * shape.InputChannels;
        int begin = left * shape.InputChannels;
        bool isInside = begin >= 0 && begin + length <= rowLength;
        for (int row = 0; row < 2 * size; row++)
        {
            int i = top + row;
            float* from = x + ((nint)i * rowLength) + begin;
            if (!isInside || (uint)i >= (uint)shape.InputHeight)
            {
                InputRows.Copy(x, shape, i, rows: 1, left, length, padded);
                from = padded;
            }

            // The lower row of a cell last: eight floats are copied for at most as many, over what comes behind.
            float* cell = to + (row / 2 * size * PackedInput.Block) + (row % 2 * run);
            for (float* end = from + (size * run); from < end; from += run)
            {
                Vector256.Load(from).Store(cell);
                cell += PackedInput.Block;
            }
        }
    }
}
