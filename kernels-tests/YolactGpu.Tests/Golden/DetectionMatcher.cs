using NUnit.Framework;

namespace YolactGpu.Tests.Golden;

/// <summary>Compares detections as sets: the order of scores that differ by less than rounding is open.</summary>
internal static class DetectionMatcher
{
    /// <summary>Asserts that every golden detection has a partner of its class, with score and box within the tolerance.</summary>
    /// <returns>For each golden detection the index of ours.</returns>
    public static int[] AssertSame(
        int count, float[] classes, float[] scores, float[] boxes, long[] goldenClasses, float[] goldenScores, float[] goldenBoxes, double tolerance)
    {
        Assert.That(count, Is.EqualTo(goldenClasses.Length), "count");
        HashSet<int> free = [.. Enumerable.Range(0, count)];
        int[] partners = new int[count];
        for (int g = 0; g < count; g++)
        {
            int golden = g;
            int partner = free.Where(i => classes[i] == goldenClasses[golden]
                    && Math.Abs(scores[i] - goldenScores[golden]) <= tolerance
                    && Enumerable.Range(0, 4).All(k => Math.Abs(boxes[(i * 4) + k] - goldenBoxes[(golden * 4) + k]) <= tolerance))
                .DefaultIfEmpty(-1)
                .First();
            Assert.That(partner, Is.GreaterThanOrEqualTo(0), $"golden detection {g}: class {goldenClasses[g]}, score {goldenScores[g]}");
            free.Remove(partner);
            partners[g] = partner;
        }

        return partners;
    }
}
