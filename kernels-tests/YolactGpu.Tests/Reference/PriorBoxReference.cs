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
        (double Width, double Height)? image,
        bool square)
    {
        IEnumerable<double> numbers =
            from row in Enumerable.Range(0, height)
            from column in Enumerable.Range(0, width)
            from ratios in ratioLists
            from scale in scales
            from ratio in ratios
            let root = ratiosAreRoots ? ratio : Math.Sqrt(ratio)
            let w = scale * root / (image?.Width ?? width)
            let h = !square ? scale / root / (image?.Height ?? height) : image is { } pixels ? w * pixels.Width / pixels.Height : w
            from number in new[] { (column + 0.5) / width, (row + 0.5) / height, w, h }
            select number;
        return [.. numbers.Select(number => (float)number)];
    }
}
