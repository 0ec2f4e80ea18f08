using System.Runtime.Intrinsics;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Floats in one vector of the processor.</summary>
public enum SimdWidth
{
    /// <summary>ARM64's NEON, and x64 without AVX2.</summary>
    Four = 4,

    /// <summary>AVX2.</summary>
    Eight = 8,

    /// <summary>AVX-512.</summary>
    Sixteen = 16,
}

/// <summary>What the processor offers.</summary>
public static class SimdWidths
{
    /// <summary>Gets the widest vector that the processor and the runtime are fast with.</summary>
    public static SimdWidth Best =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Sixteen
        : Vector256.IsHardwareAccelerated ? SimdWidth.Eight
        : SimdWidth.Four;

    /// <summary>Gives the block of sums of the width's micro-kernel: pixels by channels.</summary>
    internal static MicroBlock Block(this SimdWidth width) =>
        new(width == SimdWidth.Sixteen ? FourteenRows.Value : 6, 2 * (int)width);

    /// <summary>Gives the block of a product of matrices.</summary>
    internal static MicroBlock Block(this SimdWidth width, MatrixProduct product)
    {
        MicroBlock block = width.Block();
        return product == MatrixProduct.Strassen ? new MicroBlock(2 * block.Rows, 2 * block.Columns) : block;
    }

    /// <summary>Gives the block for a number of rows that fill few blocks: that of fewer rows where they pad less.</summary>
    internal static MicroBlock BlockFor(this SimdWidth width, int rows)
    {
        MicroBlock block = width.Block();
        MicroBlock smaller = block with { Rows = TwelveRows.Value };
        return width == SimdWidth.Sixteen && smaller.PaddedRows(rows) < block.PaddedRows(rows) ? smaller : block;
    }
}

/// <summary>The sums that a micro-kernel holds in registers.</summary>
/// <param name="Rows">Pixels.</param>
/// <param name="Columns">Channels.</param>
internal readonly record struct MicroBlock(int Rows, int Columns)
{
    /// <summary>Gives a number of pixels rounded up to whole blocks.</summary>
    public int PaddedRows(int rows) => (rows + Rows - 1) / Rows * Rows;

    /// <summary>Gives a number of channels rounded up to whole panels.</summary>
    public int PaddedColumns(int columns) => (columns + Columns - 1) / Columns * Columns;
}
