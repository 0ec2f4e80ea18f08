using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Normalization;

/// <summary>Sizes of one batch normalisation.</summary>
/// <param name="Rows">N·H·W: pixels of the whole batch.</param>
/// <param name="Channels">C.</param>
/// <param name="Epsilon">Added to the variance; 1e-5 in every YOLACT backbone.</param>
public readonly record struct BatchNormShape(int Rows, int Channels, float Epsilon)
{
    /// <summary>Gets the number of elements of x and of y.</summary>
    public long Length => (long)Rows * Channels;
}

/// <summary>
/// Batch normalisation with the running statistics (inference).
/// <para>y[r, c] = (x[r, c] − mean[c]) / √(variance[c] + ε) · gamma[c] + beta[c].</para>
/// <para>x, y: [N·H·W, C] float. gamma, beta, mean, variance: [C] float. In place is allowed.</para>
/// <para>Within 4 units in the last place of the largest term. Source: torch.nn.BatchNorm2d in eval mode.</para>
/// </summary>
public sealed class BatchNorm : IKernel<BatchNorm>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ArrayView<float>, BatchNormShape, int> launch;

    private readonly Grain grain;

    private BatchNorm(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, BatchNormShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static BatchNorm Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the normalisation on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> gamma,
        ArrayView<float> beta,
        ArrayView<float> mean,
        ArrayView<float> variance,
        ArrayView<float> y,
        BatchNormShape shape)
    {
        ShapeGuard.HasLength(x, shape.Length);
        ShapeGuard.HasLength(gamma, shape.Channels);
        ShapeGuard.HasLength(beta, shape.Channels);
        ShapeGuard.HasLength(mean, shape.Channels);
        ShapeGuard.HasLength(variance, shape.Channels);
        ShapeGuard.HasLength(y, shape.Length);

        int channelsPerIndex = grain.Divide(shape.Channels);
        int count = ShapeGuard.Index(shape.Length / channelsPerIndex, "Elements");
        launch(stream, count, x, gamma, beta, mean, variance, y, shape, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> x,
        ArrayView<float> gamma,
        ArrayView<float> beta,
        ArrayView<float> mean,
        ArrayView<float> variance,
        ArrayView<float> y,
        BatchNormShape shape,
        int channelsPerIndex)
    {
        int first = index.X * channelsPerIndex;
        for (int at = first; at < first + channelsPerIndex; at++)
        {
            int c = at % shape.Channels;
            y[at] = ((x[at] - mean[c]) / XMath.Sqrt(variance[c] + shape.Epsilon) * gamma[c]) + beta[c];
        }
    }
}
