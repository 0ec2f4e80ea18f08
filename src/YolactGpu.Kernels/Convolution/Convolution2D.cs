using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution;

/// <summary>
/// 2-D convolution, the plain kernel: the specification and the oracle of the fast ones; runs everywhere.
/// <para>y[n, i, j, k] = f(bias[k] + residual[n, i, j, k] + Σ over u, v, c of
/// x[n, i·stride + u·dilation − padding, j·stride + v·dilation − padding, c] · w[u, v, c, k]),
/// positions outside x counted as 0; f is the activation.</para>
/// <para>x: [N, H, W, C]. w: [FH, FW, C, K] (see <see cref="PackWeights"/>). bias: [K] or empty. residual: as y, or empty.
/// y: [N, OH, OW, K]. All float, contiguous.</para>
/// <para>Summed in float32 in the order u, v, c; relative error of order (number of taps)·2⁻²⁴ of Σ|x·w|.</para>
/// <para>Source: torch.nn.Conv2d with groups = 1 (cross-correlation).</para>
/// </summary>
public sealed class Convolution2D : IKernel<Convolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, Convolution2DShape, Activation, int> launch;

    private readonly Grain grain;

    private Convolution2D(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, Convolution2DShape, Activation, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static Convolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Reorders weights from the checkpoint's [K, C, FH, FW] to this kernel's [FH, FW, C, K].</summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape)
    {
        float[] packed = new float[shape.WeightLength];
        int area = shape.FilterHeight * shape.FilterWidth;
        for (int k = 0; k < shape.OutputChannels; k++)
        {
            for (int c = 0; c < shape.InputChannels; c++)
            {
                for (int tap = 0; tap < area; tap++)
                {
                    packed[(((tap * shape.InputChannels) + c) * shape.OutputChannels) + k] =
                        weights[(((k * shape.InputChannels) + c) * area) + tap];
                }
            }
        }

        return packed;
    }

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation)
    {
        shape.Check();
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(weights, shape.WeightLength);
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        int channelsPerIndex = grain.Divide(shape.OutputChannels);
        int count = ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs");
        launch(stream, count, x, weights, bias, residual, y, shape, activation, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> x,
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
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int n = pixel / (shape.OutputWidth * shape.OutputHeight);
        int top = (row * shape.Stride) - shape.Padding;
        int left = (column * shape.Stride) - shape.Padding;

        for (int k = firstChannel; k < firstChannel + channelsPerIndex; k++)
        {
            float sum = 0;
            for (int u = 0; u < shape.FilterHeight; u++)
            {
                int i = top + (u * shape.Dilation);
                if (i < 0 || i >= shape.InputHeight)
                {
                    continue;
                }

                for (int v = 0; v < shape.FilterWidth; v++)
                {
                    int j = left + (v * shape.Dilation);
                    if (j < 0 || j >= shape.InputWidth)
                    {
                        continue;
                    }

                    int xAt = ((((n * shape.InputHeight) + i) * shape.InputWidth) + j) * shape.InputChannels;
                    int wAt = (((u * shape.FilterWidth) + v) * shape.InputChannels * shape.OutputChannels) + k;
                    for (int c = 0; c < shape.InputChannels; c++)
                    {
                        sum += x[xAt + c] * weights[wAt + (c * shape.OutputChannels)];
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
}
