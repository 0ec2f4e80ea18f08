namespace YolactGpu.Tests.Reference;

/// <summary>
/// A soft mask resized (bilinear, corners not aligned) in double and cut at a threshold, as bits in words.
/// </summary>
public static class MaskToBitsReference
{
    public static uint[] Compute(float[] mask, int height, int width, int imageHeight, int imageWidth, double threshold)
    {
        int wordsPerRow = ((imageWidth - 1) / 32) + 1;
        uint[] words = new uint[imageHeight * wordsPerRow];
        for (int y = 0; y < imageHeight; y++)
        {
            for (int x = 0; x < imageWidth; x++)
            {
                double value =
                    Sample(mask, height, width, Source(y, height, imageHeight), Source(x, width, imageWidth));
                if (value > threshold)
                {
                    words[(y * wordsPerRow) + (x / 32)] |= 1u << (x % 32);
                }
            }
        }

        return words;
    }

    private static double Source(int target, int size, int targetSize) =>
        Math.Clamp((((2.0 * target) + 1) * size / (2.0 * targetSize)) - 0.5, 0, size - 1);

    private static double Sample(float[] mask, int height, int width, double y, double x)
    {
        double sum = 0;
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double weight = Math.Max(0, 1 - Math.Abs(y - i)) * Math.Max(0, 1 - Math.Abs(x - j));
                sum += weight == 0 ? 0 : weight * mask[(i * width) + j];
            }
        }

        return sum;
    }
}
