namespace YolactGpu.Tests.Reference;

/// <summary>
/// Fast NMS by the matrix of the paper: the greatest overlap of each candidate with those ranked above it.
/// </summary>
public static class FastNmsReference
{
    public static float[] Compute(
        float[] scores, int[] indices, float[] boxes, int classes, int count, int priors, float threshold)
    {
        float[][] rows = [.. boxes.Chunk(4)];
        float[] survivors = [.. Enumerable.Repeat(-1f, scores.Length)];
        for (int start = 0; start < scores.Length; start += count)
        {
            int image = start / (classes * count);
            for (int j = 0; j < count && scores[start + j] >= 0; j++)
            {
                double[] overlaps =
                [
                    .. from i in Enumerable.Range(0, j)
                       select IoUReference.Of(
                           rows[(image * priors) + indices[start + i]], rows[(image * priors) + indices[start + j]]),
                ];
                if (!overlaps.Any(double.IsNaN) && overlaps.Append(0).Max() <= threshold)
                {
                    survivors[start + j] = scores[start + j];
                }
            }
        }

        return survivors;
    }
}
