using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// Modulated deformable convolution (DCNv2) with one offset group, the plain kernel: the specification and the oracle of the
/// fast ones; runs everywhere.
/// <para>y[n, i, j, k] = f(bias[k] + residual[n, i, j, k] + Σ over u, v, c of m · x[n, p, q, c] · w[u, v, c, k]), f the
/// activation, where for tap t = u·FW + v of the output pixel p = i·stride + u·dilation − padding + offsetMask[n, i, j, 2t],
/// q = j·stride + v·dilation − padding + offsetMask[n, i, j, 2t + 1] and m = sigmoid(offsetMask[n, i, j, 2·FH·FW + t]).
/// x at a fractional place is bilinear between its four neighbours, of which those outside the image count as 0.</para>
/// <para>x: [N, H, W, C]. offsetMask: [N, OH, OW, 3·FH·FW], as the convolution beside it gives it. w: [FH, FW, C, K]
/// (<see cref="Convolution2D.PackWeights"/>). bias: [K] or empty. residual: as y, or empty. y: [N, OH, OW, K]. All float,
/// contiguous.</para>
/// <para>Places in float32, exact to 2⁻²⁴ of their size in pixels; sums in float32 in the order u, v, c.</para>
/// <para>Source: DCNv2 as YOLACT++ uses it; equals torchvision.ops.deform_conv2d. Channels of the offsets alternate: row, column
/// of tap 0, row, column of tap 1 and so on.</para>
/// </summary>
public sealed class DeformableConvolution2D : IKernel<DeformableConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, Convolution2DShape, Activation, int> launch;

    private readonly Grain grain;

    private DeformableConvolution2D(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, Convolution2DShape, Activation, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static DeformableConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Gives the channels of offsetMask: a row, a column and a mask for each tap of the filter.</summary>
    public static int OffsetMaskChannels(Convolution2DShape shape) => 3 * shape.FilterHeight * shape.FilterWidth;

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation)
    {
        shape.Check();
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(offsetMask, shape.OutputPixels * OffsetMaskChannels(shape));
        ShapeGuard.HasLength(weights, shape.WeightLength);
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        int channelsPerIndex = grain.Divide(shape.OutputChannels);
        int count = ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs");
        launch(stream, count, x, offsetMask, weights, bias, residual, y, shape, activation, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation,
        int channelsPerIndex)
    {
        int parts = shape.OutputChannels / channelsPerIndex;
        int firstChannel = index.X % parts * channelsPerIndex;
        int pixel = index.X / parts;
        OutputPixel output = OutputPixel.At(pixel, shape.OutputHeight, shape.OutputWidth);
        for (int k = firstChannel; k < firstChannel + channelsPerIndex; k++)
        {
            float sum = 0;
            for (int u = 0; u < shape.FilterHeight; u++)
            {
                for (int v = 0; v < shape.FilterWidth; v++)
                {
                    DeformedSample sample = DeformedSample.Load(offsetMask, pixel, output, u, v, shape);
                    int weight = (((u * shape.FilterWidth) + v) * shape.InputChannels * shape.OutputChannels) + k;
                    for (int c = 0; c < shape.InputChannels; c++)
                    {
                        sum += Blend(x, sample, c, shape.InputChannels) * weights[weight + (c * shape.OutputChannels)];
                    }
                }
            }

            int at = (pixel * shape.OutputChannels) + k;
            if (bias.Length != 0)
            {
                sum += bias[k];
            }

            if (residual.Length != 0)
            {
                sum += residual[at];
            }

            y[at] = ActivationFunction.Apply(sum, activation);
        }
    }

    private static float Blend(ArrayView<float> x, DeformedSample sample, int channel, int channels)
    {
        float value = 0;
        if (sample.TopLeft >= 0)
        {
            value += sample.TopLeftWeight * x[(sample.TopLeft * channels) + channel];
        }

        if (sample.TopRight >= 0)
        {
            value += sample.TopRightWeight * x[(sample.TopRight * channels) + channel];
        }

        if (sample.BottomLeft >= 0)
        {
            value += sample.BottomLeftWeight * x[(sample.BottomLeft * channels) + channel];
        }

        if (sample.BottomRight >= 0)
        {
            value += sample.BottomRightWeight * x[(sample.BottomRight * channels) + channel];
        }

        return value;
    }
}
