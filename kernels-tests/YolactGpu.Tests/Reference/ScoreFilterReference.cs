namespace YolactGpu.Tests.Reference;

/// <summary>Scores [N, K − 1, P] of the priors with a foreground class above a threshold; −1 for the others.</summary>
public static class ScoreFilterReference
{
    public static float[] Compute(float[] conf, int batch, int priors, int classes, float threshold)
    {
        float[][][] images = [.. conf.Chunk(classes).Chunk(priors)];
        return
        [
            .. from n in Enumerable.Range(0, batch)
               from k in Enumerable.Range(1, classes - 1)
               from prior in images[n]
               let foreground = prior[1..]
               let isKept = !foreground.Any(float.IsNaN) && foreground.Any(score => score > threshold)
               select isKept ? prior[k] : -1f,
        ];
    }
}
