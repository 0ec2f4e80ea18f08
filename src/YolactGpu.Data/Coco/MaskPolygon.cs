namespace YolactGpu.Data.Coco;

/// <summary>
/// A closed contour of a mask along the pixels' edges: the corner (x, y) is the upper left corner of pixel (x, y), so
/// that the shoelace formula gives the number of pixels exactly. Corners are given once each, none in the middle of a
/// straight line; edges run in turn along x and along y.
/// Outer contours run clockwise as seen on the screen and have a positive area; contours of holes run the other way and
/// have a negative one, so that the areas of all contours of a mask sum to its area. Pixels that touch at a corner only
/// are not joined: they have contours of their own, or one that meets itself in that corner.
/// </summary>
public sealed class MaskPolygon
{
    private readonly int[] coordinates;

    internal MaskPolygon(int[] coordinates)
    {
        this.coordinates = coordinates;
        long doubled = 0;
        for (int i = 0; i < coordinates.Length; i += 2)
        {
            int next = (i + 2) % coordinates.Length;
            doubled += ((long)coordinates[i] * coordinates[next + 1]) - ((long)coordinates[next] * coordinates[i + 1]);
        }

        SignedArea = doubled / 2;
    }

    /// <summary>The corners: x, y, x, y, ...</summary>
    public ReadOnlyMemory<int> Coordinates => coordinates;

    /// <summary>Pixels inside; negative for the contour of a hole.</summary>
    public long SignedArea { get; }

    /// <summary>Whether this is the contour of a hole.</summary>
    public bool IsHole => SignedArea < 0;
}
