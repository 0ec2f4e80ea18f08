namespace YolactGpu.Tests.Reference;

/// <summary>
/// 2-D convolution (NHWC, weights [K, C, FH, FW]) in double precision, written as a scatter: every input pixel is added
/// to the outputs that it reaches. Slow and plain on purpose, sharing no code with the kernels.
/// </summary>
public sealed class Convolution2DReference
{
    public required int Batch { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required int Outputs { get; init; }

    public required int FilterHeight { get; init; }

    public required int FilterWidth { get; init; }

    public int Stride { get; init; } = 1;

    public int Padding { get; init; }

    public int Dilation { get; init; } = 1;

    /// <summary>The sums, bias and residual included, and beside each the sum of the magnitudes of its terms.</summary>
    public (double[] Sums, double[] Magnitudes) Compute(float[] x, float[] weights, float[]? bias, float[]? residual)
    {
        int rows = ((Height + (2 * Padding) - (Dilation * (FilterHeight - 1)) - 1) / Stride) + 1;
        int columns = ((Width + (2 * Padding) - (Dilation * (FilterWidth - 1)) - 1) / Stride) + 1;
        double[] sums = new double[Batch * rows * columns * Outputs];
        double[] magnitudes = new double[sums.Length];
        for (int at = 0; at < sums.Length; at++)
        {
            double first = bias?[at % Outputs] ?? 0;
            double second = residual?[at] ?? 0;
            sums[at] = first + second;
            magnitudes[at] = Math.Abs(first) + Math.Abs(second);
        }

        for (int pixel = 0; pixel < Batch * Height * Width; pixel++)
        {
            int n = pixel / Width / Height;
            for (int u = 0; u < FilterHeight; u++)
            {
                int row = Reached((pixel / Width % Height) + Padding - (u * Dilation), rows);
                for (int v = 0; v < FilterWidth && row >= 0; v++)
                {
                    int column = Reached((pixel % Width) + Padding - (v * Dilation), columns);
                    if (column >= 0)
                    {
                        int y = ((((n * rows) + row) * columns) + column) * Outputs;
                        Scatter(x.AsSpan(pixel * Channels, Channels), weights, u, v, sums.AsSpan(y, Outputs), magnitudes.AsSpan(y, Outputs));
                    }
                }
            }
        }

        return (sums, magnitudes);
    }

    private int Reached(int position, int count) =>
        position >= 0 && position % Stride == 0 && position / Stride < count ? position / Stride : -1;

    private void Scatter(Span<float> pixel, float[] weights, int u, int v, Span<double> sums, Span<double> magnitudes)
    {
        for (int k = 0; k < sums.Length; k++)
        {
            for (int c = 0; c < pixel.Length; c++)
            {
                double product = (double)pixel[c] * weights[(((((k * Channels) + c) * FilterHeight) + u) * FilterWidth) + v];
                sums[k] += product;
                magnitudes[k] += Math.Abs(product);
            }
        }
    }
}
