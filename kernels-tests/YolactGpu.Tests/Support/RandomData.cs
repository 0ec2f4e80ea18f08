namespace YolactGpu.Tests.Support;

/// <summary>Seeded test data.</summary>
public static class RandomData
{
    public static float[] Floats(int count, int seed, float low = -2, float high = 2)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextSingle()))];
    }
}
