namespace YolactGpu.Tests.Kernels.Boxes;

/// <summary>Seeded boxes for tests.</summary>
public static class BoxData
{
    /// <summary>
    /// Corner boxes within the image, with area, on a grid of 1/32: areas are then exact in float, so that an overlap
    /// is rounded once and no two ways of computing it disagree about a threshold.
    /// </summary>
    public static float[] OnGrid(int count, int seed)
    {
        Random random = new(seed);
        List<float> boxes = [];
        for (int box = 0; box < count; box++)
        {
            int left = random.Next(0, 28);
            int top = random.Next(0, 28);
            boxes.AddRange(
                [left / 32f, top / 32f, random.Next(left + 1, 33) / 32f, random.Next(top + 1, 33) / 32f]);
        }

        return [.. boxes];
    }
}
