using ILGPU;
using ILGPU.Algorithms;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// What one tap of a deformable convolution reads for one output pixel: up to four neighbouring pixels of x and the weight of
/// each, which is bilinear and multiplied by the tap's mask. The rule is here: every kernel asks it, but those on the processor's vectors,
/// which have it once more, for many taps at a time, in <see cref="DeformedSamples"/>, held to this by tests.
/// <para>The tap's place is row·stride + u·dilation − padding + dy, column·stride + v·dilation − padding + dx. Where it is not above
/// −1 and below the size of the image in both directions, nothing is read; else each neighbour counts that lies in the image.</para>
/// </summary>
internal struct DeformedSample
{
    /// <summary>Pixel of x above and left of the place, counted through the whole batch; −1 where it does not count.</summary>
    public int TopLeft;

    /// <summary>The pixel right of <see cref="TopLeft"/>, or −1.</summary>
    public int TopRight;

    /// <summary>The pixel below <see cref="TopLeft"/>, or −1.</summary>
    public int BottomLeft;

    /// <summary>The pixel below and right of <see cref="TopLeft"/>, or −1.</summary>
    public int BottomRight;

    /// <summary>Weight of <see cref="TopLeft"/>.</summary>
    public float TopLeftWeight;

    /// <summary>Weight of <see cref="TopRight"/>.</summary>
    public float TopRightWeight;

    /// <summary>Weight of <see cref="BottomLeft"/>.</summary>
    public float BottomLeftWeight;

    /// <summary>Weight of <see cref="BottomRight"/>.</summary>
    public float BottomRightWeight;

    /// <summary>Gives the sample that reads nothing.</summary>
    public static DeformedSample Nothing()
    {
        DeformedSample sample = default;
        sample.TopLeft = -1;
        sample.TopRight = -1;
        sample.BottomLeft = -1;
        sample.BottomRight = -1;
        return sample;
    }

    /// <summary>Gives the sample of a tap.</summary>
    /// <param name="output">The output pixel.</param>
    /// <param name="u">Row of the filter.</param>
    /// <param name="v">Column of the filter.</param>
    /// <param name="down">dy.</param>
    /// <param name="across">dx.</param>
    /// <param name="logit">The mask before its sigmoid.</param>
    /// <param name="shape">Sizes.</param>
    public static DeformedSample Of(
        OutputPixel output, int u, int v, float down, float across, float logit, Convolution2DShape shape)
    {
        float y = (output.Row * shape.Stride) + (u * shape.Dilation) - shape.Padding + down;
        float x = (output.Column * shape.Stride) + (v * shape.Dilation) - shape.Padding + across;
        DeformedSample sample = Nothing();

        bool isPlace = !float.IsNaN(y) && !float.IsNaN(x);
        if (isPlace && y > -1 && y < shape.InputHeight && x > -1 && x < shape.InputWidth)
        {
            float upper = XMath.Floor(y);
            float lefter = XMath.Floor(x);
            int top = (int)upper;
            int left = (int)lefter;
            float low = y - upper;
            float right = x - lefter;
            float mask = ActivationFunction.Sigmoid(logit);
            int first = (((output.Image * shape.InputHeight) + top) * shape.InputWidth) + left;
            bool isTop = top >= 0;
            bool isBottom = top + 1 < shape.InputHeight;
            bool isLeft = left >= 0;
            bool isRight = left + 1 < shape.InputWidth;
            sample.TopLeft = isTop && isLeft ? first : -1;
            sample.TopRight = isTop && isRight ? first + 1 : -1;
            sample.BottomLeft = isBottom && isLeft ? first + shape.InputWidth : -1;
            sample.BottomRight = isBottom && isRight ? first + shape.InputWidth + 1 : -1;
            sample.TopLeftWeight = (1f - low) * (1f - right) * mask;
            sample.TopRightWeight = (1f - low) * right * mask;
            sample.BottomLeftWeight = low * (1f - right) * mask;
            sample.BottomRightWeight = low * right * mask;
        }

        return sample;
    }

    /// <summary>Gives the sample of a tap from what the offset convolution says of an output pixel.</summary>
    public static DeformedSample Load(
        ArrayView<float> offsetMask, int pixel, OutputPixel output, int u, int v, Convolution2DShape shape)
    {
        int taps = shape.FilterHeight * shape.FilterWidth;
        int tap = (u * shape.FilterWidth) + v;
        int at = pixel * 3 * taps;
        return Of(
            output, u, v, offsetMask[at + (2 * tap)], offsetMask[at + (2 * tap) + 1], offsetMask[at + (2 * taps) + tap], shape);
    }
}
