namespace YolactGpu.Tests.Reference;

/// <summary>Re-scoring of one image's detections by a stable sort.</summary>
public static class RescoreDetectionsReference
{
    /// <summary>The present detections, best first: rescored score, position, score before.</summary>
    public static (float Rescored, int Position, float Score)[] Compute(
        float[] scores, int[] positions, int[] classes, float[] iou, int classCount) =>
        [.. Enumerable.Range(0, scores.Length)
            .Where(d => scores[d] >= 0)
            .Select(d => (Rescored: scores[d] * iou[(d * classCount) + classes[d]], Position: positions[d], Score: scores[d]))
            .Select(row => row with { Rescored = float.IsNaN(row.Rescored) ? 0 : row.Rescored })
            .OrderByDescending(row => row.Rescored)];
}
