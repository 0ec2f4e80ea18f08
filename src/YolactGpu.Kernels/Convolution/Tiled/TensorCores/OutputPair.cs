using ILGPU;

namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// The end of a convolution for a thread's part of 16 pixels by 8 channels: bias, residual, activation, store, as floats or, where that may
/// be, as halves.
/// </summary>
internal static class OutputPair
{
    /// <summary>Finishes and stores sums; sigmoid and tanh are left to <see cref="OutputQuad.Refine"/>.</summary>
    public static void Store<TUnit>(
        TUnit unit,
        bool mayBeHalf,
        Sums16x8 sums,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        int pixel,
        int firstPixel,
        int channel,
        TiledShape shape)
        where TUnit : struct, IMatrixUnit
    {
        int channels = shape.Convolution.OutputChannels;
        float bias0 = 0;
        float bias1 = 0;
        if (bias.Length != 0)
        {
            bias0 = channel < channels ? bias[channel] : 0f;
            bias1 = channel + 1 < channels ? bias[channel + 1] : 0f;
        }

        StoreRow(unit, mayBeHalf, sums.Top0 + bias0, sums.Top1 + bias1, residual, y, pixel, firstPixel, channel, shape);
        StoreRow(unit, mayBeHalf, sums.Bottom0 + bias0, sums.Bottom1 + bias1, residual, y, pixel + 8, firstPixel, channel, shape);
    }

    private static void StoreRow<TUnit>(
        TUnit unit,
        bool mayBeHalf,
        float sum0,
        float sum1,
        ArrayView<float> residual,
        ArrayView<float> y,
        int pixel,
        int firstPixel,
        int channel,
        TiledShape shape)
        where TUnit : struct, IMatrixUnit
    {
        int channels = shape.Convolution.OutputChannels;
        if (pixel >= shape.Pixels || channel >= channels)
        {
            return;
        }

        int at = ((firstPixel + pixel) * channels) + channel;
        if (shape.VectorOutput != 0)
        {
            Float2 more = default;
            if (residual.Length != 0)
            {
                if (mayBeHalf && shape.HalfResidual != 0)
                {
                    more = unit.Unpack(residual.Cast<uint>()[at >> 1]);
                }
                else
                {
                    more = residual.Cast<Float2>()[at >> 1];
                }
            }

            Float2 pair = default;
            pair.X = OutputQuad.Rectify(sum0 + more.X, shape.Activation);
            pair.Y = OutputQuad.Rectify(sum1 + more.Y, shape.Activation);
            if (mayBeHalf && shape.HalfOutput != 0)
            {
                y.Cast<uint>()[at >> 1] = unit.Pack(pair.X, pair.Y);
            }
            else
            {
                y.Cast<Float2>()[at >> 1] = pair;
            }

            return;
        }

        y[at] = OutputQuad.Rectify(residual.Length != 0 ? sum0 + residual[at] : sum0, shape.Activation);
        if (channel + 1 < channels)
        {
            y[at + 1] = OutputQuad.Rectify(residual.Length != 0 ? sum1 + residual[at + 1] : sum1, shape.Activation);
        }
    }
}
