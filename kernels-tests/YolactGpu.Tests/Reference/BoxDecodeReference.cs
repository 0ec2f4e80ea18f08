namespace YolactGpu.Tests.Reference;

/// <summary>Decoding of boxes in double.</summary>
public static class BoxDecodeReference
{
    public static float[] Compute(float[] loc, float[] priors, double centerVariance, double sizeVariance)
    {
        List<float> corners = [];
        for (int at = 0; at < loc.Length; at += 4)
        {
            double[] low = new double[2];
            double[] high = new double[2];
            for (int axis = 0; axis < 2; axis++)
            {
                double center = priors[(at + axis) % priors.Length];
                double size = priors[(at + axis + 2) % priors.Length];
                double middle = center + (centerVariance * size * loc[at + axis]);
                double extent = size * Math.Exp(sizeVariance * loc[at + axis + 2]);
                low[axis] = middle - (0.5 * extent);
                high[axis] = middle + (0.5 * extent);
            }

            corners.AddRange([(float)low[0], (float)low[1], (float)high[0], (float)high[1]]);
        }

        return [.. corners];
    }
}
