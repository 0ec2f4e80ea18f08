namespace YolactGpu.Tests.Reference;

/// <summary>Batch normalisation with given statistics in double: a line per channel, applied pixel by pixel.</summary>
public static class BatchNormReference
{
    /// <summary>Gives each result, and the size of the larger of the two terms that it is the sum of.</summary>
    public static (double Value, double Magnitude)[] Compute(
        float[] x, float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) =>
    [
        .. x.Chunk(gamma.Length).SelectMany(pixel => pixel.Select((value, c) =>
        {
            double slope = gamma[c] * Math.Pow(variance[c] + epsilon, -0.5);
            double term = slope * ((double)value - mean[c]);
            return (term + beta[c], Math.Max(Math.Abs(term), Math.Abs(beta[c])));
        })),
    ];
}
