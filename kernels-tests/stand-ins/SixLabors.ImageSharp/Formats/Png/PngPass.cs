namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The pixels that a PNG stores together: all of them, or one of Adam7's seven grids.</summary>
internal readonly record struct PngPass(int Left, int Top, int ColumnStep, int RowStep)
{
    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8),
        new(4, 0, 8, 8),
        new(0, 4, 4, 8),
        new(2, 0, 4, 4),
        new(0, 2, 2, 4),
        new(1, 0, 2, 2),
        new(0, 1, 1, 2),
    ];

    public static ReadOnlySpan<PngPass> Of(PngHeader header) => header.IsInterlaced ? Adam7 : Whole;

    public int Columns(int width) => (int)(((long)width - Left + ColumnStep - 1) / ColumnStep);

    public int Rows(int height) => (int)(((long)height - Top + RowStep - 1) / RowStep);
}
