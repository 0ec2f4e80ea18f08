using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Pooling;

/// <summary>
/// 2-D max pooling of halves: the function of <see cref="MaxPool2D"/> on tensors stored as FP16, two elements to a float of the view.
/// <para>x: [N, H, W, C] halves. y: [N, OH, OW, C] halves. C is even.</para>
/// <para>Exact. A NaN in a window gives a NaN.</para>
/// </summary>
public sealed class HalfMaxPool2D : IKernel<HalfMaxPool2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, MaxPool2DShape> launch;

    private HalfMaxPool2D(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, MaxPool2DShape>(Kernel);

    /// <inheritdoc/>
    public static HalfMaxPool2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the pooling on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding is over half the window, so that a window could be empty.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Padding, shape.WindowSize / 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.Channels % 2, 0);
        ShapeGuard.HasLength(x, shape.InputLength / 2);
        ShapeGuard.HasLength(y, shape.OutputLength / 2);
        launch(stream, ShapeGuard.Index(shape.OutputLength / 2, "Pairs of outputs"), x, y, shape);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        int pairs = shape.Channels / 2;
        int pixel = index.X / pairs;
        int pair = index.X % pairs;
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int n = pixel / (shape.OutputWidth * shape.OutputHeight);

        int top = IntrinsicMath.Max((row * shape.Stride) - shape.Padding, 0);
        int left = IntrinsicMath.Max((column * shape.Stride) - shape.Padding, 0);
        int bottom = IntrinsicMath.Min((row * shape.Stride) - shape.Padding + shape.WindowSize, shape.InputHeight);
        int right = IntrinsicMath.Min((column * shape.Stride) - shape.Padding + shape.WindowSize, shape.InputWidth);

        ArrayView<uint> words = x.Cast<uint>();
        float low = float.NegativeInfinity;
        float high = float.NegativeInfinity;
        for (int i = top; i < bottom; i++)
        {
            for (int j = left; j < right; j++)
            {
                uint word = words[(((((n * shape.InputHeight) + i) * shape.InputWidth) + j) * pairs) + pair];
                low = Larger(low, HalfBits.Decode(word & 0xFFFF));
                high = Larger(high, HalfBits.Decode(word >> 16));
            }
        }

        y.Cast<uint>()[index.X] = HalfBits.Encode(low) | (HalfBits.Encode(high) << 16);
    }

    // As in PyTorch, a NaN is taken up and then stays: nothing is greater than it.
    private static float Larger(float maximum, float value) => value > maximum || float.IsNaN(value) ? value : maximum;
}
