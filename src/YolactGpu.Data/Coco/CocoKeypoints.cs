namespace YolactGpu.Data.Coco;

/// <summary>
/// Keypoints as COCO's files have them: x, y, v for each in turn, v by <see cref="Keypoint.Visibility"/>. Unlike in COCO's
/// annotations a keypoint with v = 0 keeps its place: COCO's evaluation reads x and y of every keypoint of a result, and v of none.
/// </summary>
public static class CocoKeypoints
{
    /// <summary>Gives x, y, v of each keypoint; coordinates to the hundredth of a pixel.</summary>
    public static float[] ToTriples(IReadOnlyList<Keypoint> keypoints)
    {
        ArgumentNullException.ThrowIfNull(keypoints);
        float[] triples = new float[keypoints.Count * 3];
        for (int j = 0; j < keypoints.Count; j++)
        {
            triples[j * 3] = MathF.Round(keypoints[j].X, 2);
            triples[(j * 3) + 1] = MathF.Round(keypoints[j].Y, 2);
            triples[(j * 3) + 2] = (float)keypoints[j].Visibility;
        }

        return triples;
    }

    /// <summary>Gives COCO's num_keypoints: how many have v above 0.</summary>
    public static int Count(IEnumerable<Keypoint> keypoints) =>
        keypoints.Count(keypoint => keypoint.Visibility != KeypointVisibility.NotLabelled);
}
