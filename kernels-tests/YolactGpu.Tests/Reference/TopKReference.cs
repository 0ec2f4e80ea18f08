namespace YolactGpu.Tests.Reference;

/// <summary>The best entries of each row by a stable sort; entries that are not ≥ 0 are absent.</summary>
public static class TopKReference
{
    public static (float[] Values, int[] Indices) Compute(float[] x, int columns, int count)
    {
        List<float> values = [];
        List<int> indices = [];
        foreach (float[] row in x.Chunk(columns))
        {
            int[] best =
            [
                .. Enumerable.Range(0, columns).Where(i => row[i] >= 0).OrderByDescending(i => row[i]).Take(count),
            ];
            int absent = count - best.Length;
            values.AddRange([.. best.Select(i => row[i]), .. Enumerable.Repeat(-1f, absent)]);
            indices.AddRange([.. best, .. Enumerable.Repeat(-1, absent)]);
        }

        return ([.. values], [.. indices]);
    }
}
