using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Normalization;

/// <summary>Sizes of a softmax over the last axis.</summary>
/// <param name="Rows">Rows, each normalised alone.</param>
/// <param name="Columns">K: classes, background included.</param>
public readonly record struct SoftmaxShape(int Rows, int Columns)
{
    /// <summary>Gets the number of elements of x and of y.</summary>
    public long Length => (long)Rows * Columns;
}

/// <summary>
/// Softmax over the last axis: y[r, k] = e^(x[r, k] − m) / Σⱼ e^(x[r, j] − m) with m = maxⱼ x[r, j].
/// <para>x, y: [rows, K] float. One index does one row. y may be x. Relative error about (K + 8)·2⁻²⁴.</para>
/// <para>Source: torch softmax(dim=-1), applied by YOLACT to conf outside training.</para>
/// </summary>
public sealed class Softmax : IKernel<Softmax>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, SoftmaxShape> launch;

    private Softmax(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, SoftmaxShape>(Kernel);

    /// <inheritdoc/>
    public static Softmax Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the softmax on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape)
    {
        ShapeGuard.HasLength(x, shape.Length);
        ShapeGuard.HasLength(y, shape.Length);

        launch(stream, shape.Rows, x, y, shape);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape)
    {
        int first = index.X * shape.Columns;
        int end = first + shape.Columns;
        float maximum = x[first];
        for (int at = first + 1; at < end; at++)
        {
            maximum = XMath.Max(maximum, x[at]);
        }

        float sum = 0;
        for (int at = first; at < end; at++)
        {
            float value = XMath.Exp(x[at] - maximum);
            y[at] = value;
            sum += value;
        }

        for (int at = first; at < end; at++)
        {
            y[at] /= sum;
        }
    }
}
