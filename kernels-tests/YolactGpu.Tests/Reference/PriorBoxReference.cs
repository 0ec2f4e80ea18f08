namespace YolactGpu.Tests.Reference;

/// <summary>
/// Priors of one level (cx, cy, w, h), in double throughout and rounded at the end, as YOLACT makes them.
/// </summary>
public static class PriorBoxReference
{
    public static float[] Compute(
        int height,
        int width,
        double[] scales,
        double[][] ratioLists,
        bool ratiosAreRoots,
        double? maxSize,
        bool square)
    {
        IEnumerable<double> numbers =
            from row in Enumerable.Range(0, height)
            from column in Enumerable.Range(0, width)
            from ratios in ratioLists
            from scale in scales
            from ratio in ratios
            let root = ratiosAreRoots ? ratio : Math.Sqrt(ratio)
            let w = scale * root / (maxSize ?? width)
            let h = square ? w : scale / root / (maxSize ?? height)
            from number in new[] { (column + 0.5) / width, (row + 0.5) / height, w, h }
            select number;
        return [.. numbers.Select(number => (float)number)];
    }
}
