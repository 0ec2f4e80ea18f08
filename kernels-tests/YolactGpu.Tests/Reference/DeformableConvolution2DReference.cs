namespace YolactGpu.Tests.Reference;

/// <summary>
/// Modulated deformable convolution (NHWC, weights [K, C, FH, FW]) in double precision: every input pixel is weighed by the two
/// hat functions around a tap's place, 1 − |distance| where that is positive, which is bilinear sampling with zeros around the image.
/// </summary>
public sealed class DeformableConvolution2DReference
{
    public required Convolution2DReference Convolution { get; init; }

    /// <summary>The sums, and beside each the sum of the magnitudes of its terms with all neighbours weighed fully.</summary>
    public (double[] Sums, double[] Magnitudes) Compute(
        float[] x, float[] offsetMask, float[] weights, float[]? bias, float[]? residual)
    {
        Convolution2DReference c = Convolution;
        int rows = ((c.Height + (2 * c.Padding) - (c.Dilation * (c.FilterHeight - 1)) - 1) / c.Stride) + 1;
        int columns = ((c.Width + (2 * c.Padding) - (c.Dilation * (c.FilterWidth - 1)) - 1) / c.Stride) + 1;
        int taps = c.FilterHeight * c.FilterWidth;
        double[] sums = new double[c.Batch * rows * columns * c.Outputs];
        double[] magnitudes = new double[sums.Length];
        for (int pixel = 0; pixel < c.Batch * rows * columns; pixel++)
        {
            ReadOnlySpan<float> raw = offsetMask.AsSpan(pixel * 3 * taps, 3 * taps);
            for (int tap = 0; tap < taps; tap++)
            {
                double y = (pixel / columns % rows * c.Stride) - c.Padding + (tap / c.FilterWidth * c.Dilation) + (double)raw[2 * tap];
                double z = (pixel % columns * c.Stride) - c.Padding + (tap % c.FilterWidth * c.Dilation) + (double)raw[(2 * tap) + 1];
                double mask = 1 / (1 + Math.Exp(-raw[(2 * taps) + tap]));
                AddTap(x, weights, pixel, pixel / columns / rows, tap, y, z, mask, sums, magnitudes);
            }

            for (int k = 0; k < c.Outputs; k++)
            {
                int at = (pixel * c.Outputs) + k;
                double added = (bias?[k] ?? 0) + (double)(residual?[at] ?? 0);
                sums[at] += added;
                magnitudes[at] += Math.Abs(bias?[k] ?? 0) + Math.Abs(residual?[at] ?? 0);
            }
        }

        return (sums, magnitudes);
    }

    private void AddTap(
        float[] x, float[] weights, int pixel, int image, int tap, double y, double z, double mask, double[] sums, double[] magnitudes)
    {
        Convolution2DReference c = Convolution;
        int area = c.FilterHeight * c.FilterWidth;
        for (int at = 0; at < c.Height * c.Width; at++)
        {
            double hat = Math.Max(0, 1 - Math.Abs(y - (at / c.Width))) * Math.Max(0, 1 - Math.Abs(z - (at % c.Width)));
            for (int k = 0; hat > 0 && k < c.Outputs; k++)
            {
                for (int channel = 0; channel < c.Channels; channel++)
                {
                    double value = mask * x[((((image * c.Height * c.Width) + at) * c.Channels) + channel)]
                        * weights[(((k * c.Channels) + channel) * area) + tap];
                    sums[(pixel * c.Outputs) + k] += hat * value;
                    magnitudes[(pixel * c.Outputs) + k] += Math.Abs(value);
                }
            }
        }
    }
}
