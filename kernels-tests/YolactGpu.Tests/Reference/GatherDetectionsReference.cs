namespace YolactGpu.Tests.Reference;

/// <summary>One final detection.</summary>
public sealed record ReferenceDetection(int Class, float Score, int Prior, float[] Box, float[] Coefficients);

/// <summary>The final detections of one image, from its ranked survivors.</summary>
public static class GatherDetectionsReference
{
    public static ReferenceDetection[] Compute(
        float[] scores, int[] positions, int[] priorIndices, float[] boxes, float[] coefficients, int countPerClass)
    {
        float[][] boxRows = [.. boxes.Chunk(4)];
        float[][] coefficientRows = [.. coefficients.Chunk(coefficients.Length / boxRows.Length)];
        return
        [
            .. scores.TakeWhile(score => score >= 0).Select((score, d) =>
            {
                (int foreground, int candidate) = Math.DivRem(positions[d], countPerClass);
                int prior = priorIndices[(foreground * countPerClass) + candidate];
                return new ReferenceDetection(foreground, score, prior, boxRows[prior], coefficientRows[prior]);
            }),
        ];
    }
}
