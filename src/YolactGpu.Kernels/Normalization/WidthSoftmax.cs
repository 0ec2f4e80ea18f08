using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Normalization;

/// <summary>Sizes of a softmax over the columns of images.</summary>
/// <param name="Rows">N·H: rows of all images.</param>
/// <param name="Width">W: what is normalised together.</param>
/// <param name="Channels">C; every channel is normalised alone.</param>
public readonly record struct WidthSoftmaxShape(int Rows, int Width, int Channels)
{
    /// <summary>Gets the number of elements of x and of y.</summary>
    public long Length => (long)Rows * Width * Channels;
}

/// <summary>
/// Softmax along the width of images: y[r, j, c] = e^(x[r, j, c] − m) / Σₖ e^(x[r, k, c] − m) with m = maxₖ x[r, k, c].
/// <para>x, y: [N·H, W, C] float, of images [N, H, W, C]. One index does one channel of one row. y may be x. Relative error about
/// (W + 8)·2⁻²⁴.</para>
/// <para>Source: torch softmax(dim=-1) on prototypes [N, C, H, W], which is YOLACT's activation "softmax" of them.</para>
/// </summary>
public sealed class WidthSoftmax : IKernel<WidthSoftmax>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, WidthSoftmaxShape> launch;

    private WidthSoftmax(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, WidthSoftmaxShape>(Kernel);

    /// <inheritdoc/>
    public static WidthSoftmax Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the softmax on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or a view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, WidthSoftmaxShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Channels);
        ShapeGuard.Index(shape.Length, "Elements");
        ShapeGuard.HasLength(x, shape.Length);
        ShapeGuard.HasLength(y, shape.Length);

        launch(stream, shape.Rows * shape.Channels, x, y, shape);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, WidthSoftmaxShape shape)
    {
        int row = index.X / shape.Channels;
        int first = (row * shape.Width * shape.Channels) + (index.X - (row * shape.Channels));
        int end = first + (shape.Width * shape.Channels);
        float maximum = x[first];
        for (int at = first + shape.Channels; at < end; at += shape.Channels)
        {
            maximum = XMath.Max(maximum, x[at]);
        }

        float sum = 0;
        for (int at = first; at < end; at += shape.Channels)
        {
            float value = XMath.Exp(x[at] - maximum);
            y[at] = value;
            sum += value;
        }

        for (int at = first; at < end; at += shape.Channels)
        {
            y[at] /= sum;
        }
    }
}
