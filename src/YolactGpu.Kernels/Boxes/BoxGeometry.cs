using ILGPU;

namespace YolactGpu.Kernels.Boxes;

/// <summary>A box by two corners; lengths in any unit, coordinates in any order.</summary>
/// <param name="X1">Left.</param>
/// <param name="Y1">Top.</param>
/// <param name="X2">Right.</param>
/// <param name="Y2">Bottom.</param>
internal readonly record struct CornerBox(float X1, float Y1, float X2, float Y2);

/// <summary>
/// Arithmetic on boxes as device code, shared by every kernel that compares boxes. Boxes are areas, not sets of pixels:
/// nothing is added to a width. A NaN coordinate gives NaN, as in PyTorch, on every device.
/// <para>Nothing here or in the kernels depends on what a comparison with a NaN yields: ILGPU's OpenCL code loses the
/// difference between "less" and "not (greater or equal)". A NaN is asked for by name, before any comparison.</para>
/// </summary>
internal static class BoxGeometry
{
    /// <summary>Reads row <paramref name="row"/> of cornerBoxes [rows, 4].</summary>
    public static CornerBox Load(ArrayView<float> cornerBoxes, int row)
    {
        int at = row * 4;
        return new CornerBox(cornerBoxes[at], cornerBoxes[at + 1], cornerBoxes[at + 2], cornerBoxes[at + 3]);
    }

    /// <summary>The lower of two numbers, or NaN if either is. The devices' own minimum would drop the NaN.</summary>
    public static float Lower(float a, float b)
    {
        if (float.IsNaN(a) || float.IsNaN(b))
        {
            return a + b;
        }

        return a < b ? a : b;
    }

    /// <summary>The higher of two numbers, or NaN if either is.</summary>
    public static float Higher(float a, float b)
    {
        if (float.IsNaN(a) || float.IsNaN(b))
        {
            return a + b;
        }

        return a > b ? a : b;
    }

    /// <summary>(x2 − x1)·(y2 − y1), with its sign.</summary>
    public static float Area(CornerBox box) => (box.X2 - box.X1) * (box.Y2 - box.Y1);

    /// <summary>Area common to both boxes; 0 where they only touch.</summary>
    public static float Intersection(CornerBox a, CornerBox b)
    {
        float width = Lower(a.X2, b.X2) - Higher(a.X1, b.X1);
        float height = Lower(a.Y2, b.Y2) - Higher(a.Y1, b.Y1);
        return NotNegative(width) * NotNegative(height);
    }

    /// <summary>The number, or 0 where it is negative; NaN if it is.</summary>
    public static float NotNegative(float value) => float.IsNaN(value) || value > 0 ? value : 0;

    /// <summary>Intersection over union. NaN for two boxes without area.</summary>
    public static float IoU(CornerBox a, CornerBox b)
    {
        float intersection = Intersection(a, b);
        return intersection / (Area(a) + Area(b) - intersection);
    }

    /// <summary>
    /// Intersection over the area of <paramref name="a"/>: the form for a crowd <paramref name="b"/>.
    /// </summary>
    public static float CrowdIoU(CornerBox a, CornerBox b) => Intersection(a, b) / Area(a);
}
