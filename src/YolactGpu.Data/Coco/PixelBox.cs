using System.Globalization;

namespace YolactGpu.Data.Coco;

/// <summary>
/// A box in whole pixels, corner form (x1 y1 x2 y2): it covers the columns Left to Right - 1 and the rows Top to
/// Bottom - 1. YOLACT's box sanitising may give a box that lies outside the image and has Left &gt; Right; such a box
/// is empty.
/// </summary>
/// <param name="Left">x1, the first column.</param>
/// <param name="Top">y1, the first row.</param>
/// <param name="Right">x2, one past the last column.</param>
/// <param name="Bottom">y2, one past the last row.</param>
public readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Columns covered; 0 for an empty box.</summary>
    public int Width => Math.Max(Right - Left, 0);

    /// <summary>Rows covered; 0 for an empty box.</summary>
    public int Height => Math.Max(Bottom - Top, 0);

    /// <summary>Whether the box covers no pixel.</summary>
    public bool IsEmpty => Width == 0 || Height == 0;

    /// <summary>The part of both boxes; empty where they do not meet.</summary>
    public PixelBox Intersect(PixelBox other) => new(
        Math.Max(Left, other.Left),
        Math.Max(Top, other.Top),
        Math.Min(Right, other.Right),
        Math.Min(Bottom, other.Bottom));

    /// <summary>The four numbers, "x1 y1 x2 y2".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Left} {Top} {Right} {Bottom}");
}
