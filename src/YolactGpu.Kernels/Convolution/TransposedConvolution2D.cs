using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Convolution;

/// <summary>Sizes of one transposed convolution over a whole batch, in elements.</summary>
/// <param name="Batch">N.</param>
/// <param name="InputHeight">H.</param>
/// <param name="InputWidth">W.</param>
/// <param name="InputChannels">C.</param>
/// <param name="OutputChannels">K.</param>
/// <param name="FilterHeight">FH.</param>
/// <param name="FilterWidth">FW.</param>
/// <param name="Stride">How far apart the input's pixels come to lie in the output.</param>
/// <param name="Padding">What is cut off of each side of the output.</param>
/// <param name="OutputPadding">Rows and columns added at the bottom and the right.</param>
public readonly record struct TransposedConvolution2DShape(
    int Batch,
    int InputHeight,
    int InputWidth,
    int InputChannels,
    int OutputChannels,
    int FilterHeight,
    int FilterWidth,
    int Stride,
    int Padding,
    int OutputPadding)
{
    /// <summary>Gets (H − 1)·stride − 2·padding + FH + output padding.</summary>
    public int OutputHeight => ((InputHeight - 1) * Stride) - (2 * Padding) + FilterHeight + OutputPadding;

    /// <summary>Gets (W − 1)·stride − 2·padding + FW + output padding.</summary>
    public int OutputWidth => ((InputWidth - 1) * Stride) - (2 * Padding) + FilterWidth + OutputPadding;

    /// <summary>Gets the number of elements of x.</summary>
    public long InputLength => (long)Batch * InputHeight * InputWidth * InputChannels;

    /// <summary>Gets the number of weights.</summary>
    public long WeightLength => (long)FilterHeight * FilterWidth * InputChannels * OutputChannels;

    /// <summary>Gets the number of elements of y.</summary>
    public long OutputLength => (long)Batch * OutputHeight * OutputWidth * OutputChannels;

    /// <summary>Gets the floating-point operations: two per multiply-add.</summary>
    public long FloatingPointOperations => 2 * InputLength * FilterHeight * FilterWidth * OutputChannels;

    /// <summary>Throws where the sizes leave no output or make no sense.</summary>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public void Check()
    {
        bool positive = Batch > 0 && InputHeight > 0 && InputWidth > 0 && InputChannels > 0 && OutputChannels > 0
            && FilterHeight > 0 && FilterWidth > 0 && Stride > 0 && Padding >= 0 && OutputPadding >= 0 && OutputPadding < Stride;
        if (!positive || OutputHeight <= 0 || OutputWidth <= 0 || InputLength > int.MaxValue || OutputLength > int.MaxValue)
        {
            throw new ArgumentException(
                $"{this} is no transposed convolution: sizes must be positive, the output padding below the stride, and each "
                + $"tensor may hold at most {int.MaxValue} elements.");
        }
    }
}

/// <summary>
/// 2-D transposed convolution, the plain kernel: the adjoint of a convolution, gathered by its outputs.
/// <para>y[n, i, j, k] = bias[k] + Σ over u, v, c of x[n, (i + padding − u) / stride, (j + padding − v) / stride, c] ·
/// w[u, v, c, k], where both quotients are whole and inside x.</para>
/// <para>x: [N, H, W, C] float. weights: [FH, FW, C, K] float (see <see cref="PackWeights"/>). bias: [K] float. y: [N, OH, OW,
/// K] float. Summed in float32 in the order u, v, c: relative to Σ|x·w|, of order (taps)·2⁻²⁴.</para>
/// <para>Source: torch.nn.ConvTranspose2d, in YOLACT layers of the prototype net with a negative kernel size.</para>
/// </summary>
public sealed class TransposedConvolution2D : IKernel<TransposedConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        TransposedConvolution2DShape, int> launch;

    private readonly Grain grain;

    private TransposedConvolution2D(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            TransposedConvolution2DShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static TransposedConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Gives [C, K, FH, FW], as in a checkpoint, as [FH, FW, C, K].</summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, TransposedConvolution2DShape shape)
    {
        float[] packed = new float[weights.Length];
        int taps = shape.FilterHeight * shape.FilterWidth;
        int channels = shape.InputChannels * shape.OutputChannels;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                packed[(tap * channels) + channel] = weights[(channel * taps) + tap];
            }
        }

        return packed;
    }

    /// <summary>Queues the transposed convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> y,
        TransposedConvolution2DShape shape)
    {
        shape.Check();
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(weights, shape.WeightLength);
        ShapeGuard.HasLength(bias, shape.OutputChannels);
        ShapeGuard.HasLength(y, shape.OutputLength);

        int channelsPerIndex = grain.Divide(shape.OutputChannels);
        int count = ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs");
        launch(stream, count, x, weights, bias, y, shape, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> y,
        TransposedConvolution2DShape shape,
        int channelsPerIndex)
    {
        int parts = shape.OutputChannels / channelsPerIndex;
        int firstChannel = index.X % parts * channelsPerIndex;
        int pixel = index.X / parts;
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int n = pixel / (shape.OutputWidth * shape.OutputHeight);

        for (int k = firstChannel; k < firstChannel + channelsPerIndex; k++)
        {
            float sum = 0;
            for (int u = 0; u < shape.FilterHeight; u++)
            {
                int top = row + shape.Padding - u;
                int i = top / shape.Stride;
                if (top < 0 || i * shape.Stride != top || i >= shape.InputHeight)
                {
                    continue;
                }

                for (int v = 0; v < shape.FilterWidth; v++)
                {
                    int left = column + shape.Padding - v;
                    int j = left / shape.Stride;
                    if (left < 0 || j * shape.Stride != left || j >= shape.InputWidth)
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

            y[(pixel * shape.OutputChannels) + k] = sum + bias[k];
        }
    }
}
