namespace YolactGpu.Tests.Reference;

/// <summary>
/// One soft mask in double, cropped by comparing indices with fractional limits; null padding leaves it whole.
/// </summary>
public static class MaskAssemblyReference
{
    public static float[] Mask(
        float[] prototypes, int height, int width, float[] coefficients, float[] box, int? padding)
    {
        (float left, float right) = Limits(box[0], box[2], width, padding ?? 0);
        (float top, float bottom) = Limits(box[1], box[3], height, padding ?? 0);
        float[][] pixels = [.. prototypes.Chunk(coefficients.Length)];
        return
        [
            .. from i in Enumerable.Range(0, height)
               from j in Enumerable.Range(0, width)
               let isKept = padding is null || (i >= top && i < bottom && j >= left && j < right)
               let product = pixels[(i * width) + j].Zip(coefficients, (p, c) => (double)p * c).Sum()
               select isKept ? (float)(1 / (1 + Math.Exp(-product))) : 0,
        ];
    }

    private static (float Low, float High) Limits(float a, float b, int size, int padding)
    {
        float[] pixels = [a * size, b * size];
        return (Math.Max(pixels.Min() - padding, 0), Math.Min(pixels.Max() + padding, size));
    }
}
