using ILGPU;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>The end of a convolution for 4 neighbouring channels of one pixel: bias, residual, activation, store.</summary>
internal static class OutputQuad
{
    /// <summary>Gives the biases of 4 channels; 0 where there are none.</summary>
    public static Float4 Bias(ArrayView<float> bias, int channel, int channels)
    {
        Float4 quad = default;
        if (bias.Length != 0)
        {
            quad.X = channel < channels ? bias[channel] : 0f;
            quad.Y = channel + 1 < channels ? bias[channel + 1] : 0f;
            quad.Z = channel + 2 < channels ? bias[channel + 2] : 0f;
            quad.W = channel + 3 < channels ? bias[channel + 3] : 0f;
        }

        return quad;
    }

    /// <summary>
    /// Finishes the sums of 4 channels and stores those that exist. Sigmoid and tanh are left to <see cref="Refine"/>: what
    /// they need to compute would cost registers while all sums are still held in some.
    /// </summary>
    public static void Store(
        Float4 sums,
        Float4 bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        int pixel,
        int firstPixel,
        int channel,
        TiledShape shape)
    {
        int channels = shape.Convolution.OutputChannels;
        if (pixel >= shape.Pixels || channel >= channels)
        {
            return;
        }

        int at = ((firstPixel + pixel) * channels) + channel;
        if (shape.VectorOutput != 0)
        {
            Float4 more = default;
            if (residual.Length != 0)
            {
                more = residual.Cast<Float4>()[at >> 2];
            }

            Float4 quad = default;
            quad.X = Rectify(sums.X + bias.X + more.X, shape.Activation);
            quad.Y = Rectify(sums.Y + bias.Y + more.Y, shape.Activation);
            quad.Z = Rectify(sums.Z + bias.Z + more.Z, shape.Activation);
            quad.W = Rectify(sums.W + bias.W + more.W, shape.Activation);
            y.Cast<Float4>()[at >> 2] = quad;
            return;
        }

        for (int k = 0; k < 4 && channel + k < channels; k++)
        {
            float value = k == 0 ? sums.X + bias.X : k == 1 ? sums.Y + bias.Y : k == 2 ? sums.Z + bias.Z : sums.W + bias.W;
            if (residual.Length != 0)
            {
                value += residual[at + k];
            }

            y[at + k] = Rectify(value, shape.Activation);
        }
    }

    /// <summary>Finishes and stores a block of sums; see <see cref="Store"/>.</summary>
    public static void StoreBlock(
        Sums4x4 sums,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        int pixel,
        int firstPixel,
        int channel,
        TiledShape shape)
    {
        Float4 biases = Bias(bias, channel, shape.Convolution.OutputChannels);
        Store(sums.Row0, biases, residual, y, pixel, firstPixel, channel, shape);
        Store(sums.Row1, biases, residual, y, pixel + 1, firstPixel, channel, shape);
        Store(sums.Row2, biases, residual, y, pixel + 2, firstPixel, channel, shape);
        Store(sums.Row3, biases, residual, y, pixel + 3, firstPixel, channel, shape);
    }

    /// <summary>Tells whether <see cref="Refine"/> has something to do.</summary>
    public static bool NeedsRefining(Activation activation) => activation is Activation.Sigmoid or Activation.Tanh;

    /// <summary>Applies what <see cref="Store"/> leaves out to channels that this thread has stored.</summary>
    public static void Refine(ArrayView<float> y, int pixel, int channel, int count, TiledShape shape)
    {
        int channels = shape.Convolution.OutputChannels;
        int end = Math.Min(channel + count, channels);
        for (int k = channel; k < end && pixel < shape.Pixels; k++)
        {
            int at = (pixel * channels) + k;
            y[at] = ActivationFunction.Apply(y[at], shape.Activation);
        }
    }

    /// <summary>Applies an activation that is a line on either side of 0. A NaN is kept, by its name: see ActivationFunction.</summary>
    public static float Rectify(float x, Activation activation)
    {
        float slope = activation == Activation.LeakyRelu ? ActivationFunction.LeakySlope : 1f;
        float below = activation == Activation.Relu ? 0f : slope * x;
        return x > 0 || float.IsNaN(x) ? x : below;
    }
}
