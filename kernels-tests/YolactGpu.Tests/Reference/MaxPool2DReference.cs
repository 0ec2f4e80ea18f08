namespace YolactGpu.Tests.Reference;

/// <summary>Max pooling (NHWC) straight from its definition; slow and plain on purpose, sharing no code with the kernel.</summary>
public static class MaxPool2DReference
{
    public static float[] Compute(
        float[] x, int batch, int height, int width, int channels, int window, int stride, int padding)
    {
        List<float> y = [];
        for (int n = 0; n < batch; n++)
        {
            for (int top = -padding; top + window <= height + padding; top += stride)
            {
                for (int left = -padding; left + window <= width + padding; left += stride)
                {
                    for (int c = 0; c < channels; c++)
                    {
                        float[] inside =
                        [
                            .. from i in Enumerable.Range(top, window)
                               from j in Enumerable.Range(left, window)
                               where i >= 0 && i < height && j >= 0 && j < width
                               select x[(((((n * height) + i) * width) + j) * channels) + c],
                        ];
                        y.Add(inside.Any(float.IsNaN) ? float.NaN : inside.Max());
                    }
                }
            }
        }

        return [.. y];
    }
}
