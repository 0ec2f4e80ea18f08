namespace YolactGpu.Tests.Reference;

/// <summary>Overlap of boxes (x1, y1, x2, y2) in double; NaN for 0 / 0 and for a NaN coordinate.</summary>
public static class IoUReference
{
    public static float[] Matrix(float[] a, float[] b, bool crowd) =>
        [.. from first in a.Chunk(4) from second in b.Chunk(4) select (float)Of(first, second, crowd)];

    public static double Of(float[] a, float[] b, bool crowd = false)
    {
        double areaA = ((double)a[2] - a[0]) * ((double)a[3] - a[1]);
        double areaB = ((double)b[2] - b[0]) * ((double)b[3] - b[1]);
        double shared = Overlap(a[0], a[2], b[0], b[2]) * Overlap(a[1], a[3], b[1], b[3]);
        return shared / (crowd ? areaA : areaA + areaB - shared);
    }

    // Math.Min and Math.Max keep a NaN.
    private static double Overlap(double low1, double high1, double low2, double high2) =>
        Math.Max(Math.Min(high1, high2) - Math.Max(low1, low2), 0);
}
