namespace YolactGpu.Tests.Reference;

/// <summary>
/// Bilinear resize (NHWC, corners not aligned) in double, written as two matrices of tent functions: every input pixel
/// weighs 1 − its distance from where the output pixel falls, at least 0.
/// </summary>
public static class ResizeBilinearReference
{
    public static double[] Compute(
        IReadOnlyList<double> x, int batch, int height, int width, int outputHeight, int outputWidth, int channels)
    {
        double[][] rows = Weights(height, outputHeight);
        double[][] columns = Weights(width, outputWidth);
        return
        [
            .. from n in Enumerable.Range(0, batch)
               from row in rows
               from column in columns
               from c in Enumerable.Range(0, channels)
               select (
                   from i in Enumerable.Range(0, height)
                   where row[i] > 0
                   from j in Enumerable.Range(0, width)
                   where column[j] > 0
                   select row[i] * column[j] * x[(((((n * height) + i) * width) + j) * channels) + c]).Sum(),
        ];
    }

    private static double[][] Weights(int inputSize, int outputSize) =>
    [
        .. from target in Enumerable.Range(0, outputSize)
           let center = Math.Clamp((((2 * target) + 1) * inputSize / (2.0 * outputSize)) - 0.5, 0, inputSize - 1)
           select Enumerable.Range(0, inputSize).Select(source => Math.Max(0, 1 - Math.Abs(source - center))).ToArray(),
    ];
}
