namespace YolactGpu.Tests.Reference;

/// <summary>A small mask pasted into a box: resized in double, then cut at one half.</summary>
public static class DirectMaskReference
{
    /// <summary>The values before the threshold of an image [height, width]; NaN outside the box.</summary>
    public static double[] Paste(float[] mask, int side, int[] box, int width, int height)
    {
        double[] image = [.. Enumerable.Repeat(double.NaN, width * height)];
        for (int y = box[1]; y < box[3]; y++)
        {
            for (int x = box[0]; x < box[2]; x++)
            {
                image[(y * width) + x] = Sample(mask, side, y - box[1], box[3] - box[1], x - box[0], box[2] - box[0]);
            }
        }

        return image;
    }

    private static double Sample(float[] mask, int side, int row, int rows, int column, int columns)
    {
        double y = Math.Max(((row + 0.5) * side / rows) - 0.5, 0);
        double x = Math.Max(((column + 0.5) * side / columns) - 0.5, 0);
        double sum = 0;
        for (int i = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++)
            {
                // Tents around each pixel; the last takes what lies beyond it.
                double down = i == side - 1 && y > i ? 1 : Math.Max(0, 1 - Math.Abs(y - i));
                double across = j == side - 1 && x > j ? 1 : Math.Max(0, 1 - Math.Abs(x - j));
                sum += mask[(i * side) + j] * down * across;
            }
        }

        return sum;
    }
}
