namespace YolactGpu.Data.Coco;

/// <summary>Neighbouring pixels of a row that are set.</summary>
/// <param name="Row">The row.</param>
/// <param name="Left">The first column.</param>
/// <param name="Right">One past the last column.</param>
public readonly record struct PixelRun(int Row, int Left, int Right)
{
    /// <summary>How many pixels there are.</summary>
    public int Length => Right - Left;
}
