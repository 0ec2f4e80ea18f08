using System.Runtime.InteropServices;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Kernels.Masks;

/// <summary>
/// Which rows of a map are to be computed. A mask is zero outside its box, so that above and below it all rows of what a convolution gives
/// are the same, bit for bit: one of them is computed beside those that see the box, and copied to the others.
/// </summary>
/// <param name="Height">Rows of the map.</param>
/// <param name="Begin">First row that sees the box.</param>
/// <param name="End">Behind the last row that sees it.</param>
internal readonly record struct MaskRows(int Height, int Begin, int End)
{
    /// <summary>Gets the first row to be computed: where there are rows above the box, one of them.</summary>
    public int First => Math.Max(Begin - 1, 0);

    /// <summary>Gets the row behind the last to be computed: where there are none above but some below, one of them.</summary>
    private int Behind => Begin == 0 && End < Height ? End + 1 : End;

    /// <summary>Gives the rows of a mask that hold anything but zeros.</summary>
    public static unsafe MaskRows Of(float* mask, in Convolution2DShape shape)
    {
        // Bits, not numbers: a negative zero is not the same.
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(new ReadOnlySpan<float>(mask, shape.InputHeight * shape.InputWidth));
        int first = bits.IndexOfAnyExcept(0);
        return first < 0
            ? new MaskRows(shape.InputHeight, 0, 0)
            : new MaskRows(shape.InputHeight, first / shape.InputWidth, (bits.LastIndexOfAnyExcept(0) / shape.InputWidth) + 1);
    }

    /// <summary>Gives the rows of a convolution's output; all where it sees a border around the map.</summary>
    public MaskRows Under(in Convolution2DShape shape)
    {
        int height = shape.OutputHeight;
        int reach = ((shape.FilterHeight - 1) * shape.Dilation) + 1;
        return shape.Padding > 0 ? new MaskRows(height, 0, height)
            : End == 0 ? new MaskRows(height, 0, 0)
            : new MaskRows(
                height,
                Math.Min(height, Begin < reach ? 0 : ((Begin - reach) / shape.Stride) + 1),
                Math.Min(height, (End + shape.Stride - 1) / shape.Stride));
    }

    /// <summary>Gives the sizes of the part of a convolution that gives the rows to be computed.</summary>
    public Convolution2DShape Part(in Convolution2DShape shape) => shape.Padding > 0 ? shape : shape with
    {
        InputHeight = ((Behind - First - 1) * shape.Stride) + ((shape.FilterHeight - 1) * shape.Dilation) + 1,
    };

    /// <summary>Copies the row that sees nothing of the box to the others that do not.</summary>
    public unsafe void CopyRest(float* map, int rowLength)
    {
        int copied = Begin > 0 ? First : End;
        for (int row = 0; row < Height; row++)
        {
            if (row < First || row >= Behind)
            {
                new ReadOnlySpan<float>(map + (copied * rowLength), rowLength).CopyTo(new Span<float>(map + (row * rowLength), rowLength));
            }
        }
    }
}
