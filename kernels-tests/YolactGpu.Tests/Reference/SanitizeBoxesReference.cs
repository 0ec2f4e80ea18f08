namespace YolactGpu.Tests.Reference;

/// <summary>Relative boxes to pixels of an image, one pair of coordinates at a time.</summary>
public static class SanitizeBoxesReference
{
    public static float[] Floats(float[] boxes, int width, int height, int padding) =>
        Convert(boxes, width, height, padding, value => value);

    public static int[] Ints(float[] boxes, int width, int height, int padding) =>
        [.. Convert(boxes, width, height, padding, MathF.Truncate).Select(value => (int)value)];

    private static float[] Convert(float[] boxes, int width, int height, int padding, Func<float, float> round) =>
    [
        .. boxes.Chunk(4).SelectMany(box =>
        {
            (float left, float right) = Pair(round(box[0] * width), round(box[2] * width), width, padding);
            (float top, float bottom) = Pair(round(box[1] * height), round(box[3] * height), height, padding);
            return new[] { left, top, right, bottom };
        }),
    ];

    private static (float Low, float High) Pair(float a, float b, int size, int padding) =>
        (MathF.Max(MathF.Min(a, b) - padding, 0), MathF.Min(MathF.Max(a, b) + padding, size));
}
