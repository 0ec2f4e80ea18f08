namespace YolactGpu.Tests.Reference;

/// <summary>Transposed convolution by scattering each input over the output, in double.</summary>
public static class TransposedConvolution2DReference
{
    /// <summary>x [N, H, W, C], weights [C, K, F, F] and bias [K] give y [N, OH, OW, K].</summary>
    public static double[] Compute(
        float[] x, float[] weights, float[] bias, (int N, int H, int W, int C) input, (int K, int F) filter, (int OH, int OW) output, int stride, int padding)
    {
        double[] y = new double[input.N * output.OH * output.OW * filter.K];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias[i % filter.K];
        }

        for (int at = 0; at < x.Length; at++)
        {
            int c = at % input.C;
            int column = at / input.C % input.W;
            int row = at / input.C / input.W % input.H;
            int n = at / input.C / input.W / input.H;
            for (int tap = 0; tap < filter.F * filter.F; tap++)
            {
                int i = (row * stride) + (tap / filter.F) - padding;
                int j = (column * stride) + (tap % filter.F) - padding;
                for (int k = 0; i >= 0 && i < output.OH && j >= 0 && j < output.OW && k < filter.K; k++)
                {
                    y[(((((n * output.OH) + i) * output.OW) + j) * filter.K) + k] +=
                        (double)x[at] * weights[(((c * filter.K) + k) * filter.F * filter.F) + tap];
                }
            }
        }

        return y;
    }
}
