namespace YolactGpu.Tests.Reference;

/// <summary>Greedy NMS of one class: sorted by score, each box is kept unless a kept one overlaps it.</summary>
public static class TraditionalNmsReference
{
    /// <summary>The priors that are kept, best first.</summary>
    public static int[] Keep(float[] scores, float[][] boxes, double scoreThreshold, double threshold, double width, double height)
    {
        List<int> kept = [];
        foreach (int prior in Enumerable.Range(0, scores.Length).Where(p => scores[p] > scoreThreshold).OrderByDescending(p => scores[p]))
        {
            if (kept.All(better => Overlap(boxes[better], boxes[prior], width, height) < threshold))
            {
                kept.Add(prior);
            }
        }

        return [.. kept];
    }

    private static double Overlap(float[] a, float[] b, double across, double down)
    {
        double[] p = [a[0] * across, a[1] * down, a[2] * across, a[3] * down];
        double[] q = [b[0] * across, b[1] * down, b[2] * across, b[3] * down];
        double width = Math.Max(0, Math.Min(p[2], q[2]) - Math.Max(p[0], q[0]) + 1);
        double height = Math.Max(0, Math.Min(p[3], q[3]) - Math.Max(p[1], q[1]) + 1);
        return width * height / (Area(p) + Area(q) - (width * height));
    }

    private static double Area(double[] box) => (box[2] - box[0] + 1) * (box[3] - box[1] + 1);
}
