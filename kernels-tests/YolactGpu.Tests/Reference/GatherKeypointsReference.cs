namespace YolactGpu.Tests.Reference;

/// <summary>The keypoints of one prior, in double.</summary>
public static class GatherKeypointsReference
{
    /// <summary>Gives x, y and score of each keypoint.</summary>
    /// <param name="prior">Centre, width and height.</param>
    /// <param name="offsets">Two for each keypoint.</param>
    /// <param name="logits">One for each keypoint.</param>
    /// <param name="variance">Scale of the offsets.</param>
    public static double[][] Compute(float[] prior, float[] offsets, float[] logits, double variance) =>
    [
        .. offsets.Chunk(2).Zip(logits, (offset, logit) => new[]
        {
            prior[0] + (variance * prior[2] * offset[0]),
            prior[1] + (variance * prior[3] * offset[1]),
            0.5 + (0.5 * Math.Tanh(logit / 2.0)),
        }),
    ];
}
