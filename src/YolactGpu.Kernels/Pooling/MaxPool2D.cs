using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Pooling;

/// <summary>Sizes of one 2-D max pooling, in elements.</summary>
/// <param name="Batch">N.</param>
/// <param name="InputHeight">H.</param>
/// <param name="InputWidth">W.</param>
/// <param name="Channels">C; every channel is pooled alone.</param>
/// <param name="WindowSize">Side of the square window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Border on each side; it never wins the maximum.</param>
public readonly record struct MaxPool2DShape(
    int Batch, int InputHeight, int InputWidth, int Channels, int WindowSize, int Stride, int Padding)
{
    /// <summary>Gets ⌊(H + 2·padding − window) / stride⌋ + 1.</summary>
    public int OutputHeight => ((InputHeight + (2 * Padding) - WindowSize) / Stride) + 1;

    /// <summary>Gets ⌊(W + 2·padding − window) / stride⌋ + 1.</summary>
    public int OutputWidth => ((InputWidth + (2 * Padding) - WindowSize) / Stride) + 1;

    /// <summary>Gets the number of elements read.</summary>
    public long InputLength => (long)Batch * InputHeight * InputWidth * Channels;

    /// <summary>Gets the number of elements written.</summary>
    public long OutputLength => (long)Batch * OutputHeight * OutputWidth * Channels;
}

/// <summary>
/// 2-D max pooling.
/// <para>y[n, i, j, c] = max over 0 ≤ u, v &lt; window of x[n, i·stride + u − padding, j·stride + v − padding, c],
/// positions outside x left out.</para>
/// <para>x: [N, H, W, C] float. y: [N, OH, OW, C] float. Both contiguous.</para>
/// <para>Exact: no arithmetic on the values. NaN in a window gives NaN.</para>
/// <para>Source: torch.nn.MaxPool2d with ceil_mode = False; in YOLACT the stem of ResNet (window 3, stride 2, padding 1).</para>
/// </summary>
public sealed class MaxPool2D : IKernel<MaxPool2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, MaxPool2DShape, int> launch;
    private readonly Grain grain;

    private MaxPool2D(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, MaxPool2DShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static MaxPool2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the pooling on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding is over half the window, so that a window could be empty.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Padding, shape.WindowSize / 2);
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        int channelsPerIndex = grain.Divide(shape.Channels);
        launch(stream, ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs"), x, y, shape, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape, int channelsPerIndex)
    {
        int parts = shape.Channels / channelsPerIndex;
        int firstChannel = index.X % parts * channelsPerIndex;
        int pixel = index.X / parts;
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int n = pixel / (shape.OutputWidth * shape.OutputHeight);

        int top = IntrinsicMath.Max((row * shape.Stride) - shape.Padding, 0);
        int left = IntrinsicMath.Max((column * shape.Stride) - shape.Padding, 0);
        int bottom = IntrinsicMath.Min((row * shape.Stride) - shape.Padding + shape.WindowSize, shape.InputHeight);
        int right = IntrinsicMath.Min((column * shape.Stride) - shape.Padding + shape.WindowSize, shape.InputWidth);

        for (int c = firstChannel; c < firstChannel + channelsPerIndex; c++)
        {
            float maximum = float.NegativeInfinity;
            for (int i = top; i < bottom; i++)
            {
                for (int j = left; j < right; j++)
                {
                    float value = x[(((((n * shape.InputHeight) + i) * shape.InputWidth) + j) * shape.Channels) + c];

                    // As in PyTorch, a NaN is taken up and then stays: nothing is greater than it.
                    if (value > maximum || float.IsNaN(value))
                    {
                        maximum = value;
                    }
                }
            }

            y[(pixel * shape.Channels) + c] = maximum;
        }
    }
}
