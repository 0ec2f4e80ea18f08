using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Resampling;

/// <summary>Sizes of one bilinear resize of a batch.</summary>
/// <param name="Batch">N.</param>
/// <param name="InputHeight">H.</param>
/// <param name="InputWidth">W.</param>
/// <param name="OutputHeight">OH.</param>
/// <param name="OutputWidth">OW.</param>
/// <param name="Channels">C.</param>
public readonly record struct ResizeBilinearShape(
    int Batch, int InputHeight, int InputWidth, int OutputHeight, int OutputWidth, int Channels)
{
    /// <summary>Gets the number of elements of x.</summary>
    public long InputLength => (long)Batch * InputHeight * InputWidth * Channels;

    /// <summary>Gets the number of elements of y.</summary>
    public long OutputLength => (long)Batch * OutputHeight * OutputWidth * Channels;
}

/// <summary>
/// Bilinear resize to a given size, corners not aligned, no antialiasing; see <see cref="BilinearSampling"/> for the rule.
/// <para>x: [N, H, W, C] float. y: [N, OH, OW, C] float.</para>
/// <para>Float32 throughout; within 1e-6 of the largest |x| of a result in higher precision.</para>
/// <para>Source: torch interpolate(size=…, mode='bilinear', align_corners=False). In the FPN the size is that of the lateral
/// (18 → 35 → 69), not twice the input.</para>
/// </summary>
public sealed class ResizeBilinear : IKernel<ResizeBilinear>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ResizeBilinearShape, int> launch;
    private readonly Grain grain;

    private ResizeBilinear(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ResizeBilinearShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static ResizeBilinear Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the resize on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape)
    {
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        int channelsPerIndex = grain.Divide(shape.Channels);
        launch(stream, ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs"), x, y, shape, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape, int channelsPerIndex)
    {
        int parts = shape.Channels / channelsPerIndex;
        int firstChannel = index.X % parts * channelsPerIndex;
        int pixel = index.X / parts;
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int n = pixel / (shape.OutputWidth * shape.OutputHeight);

        float sourceRow = BilinearSampling.Source(row, shape.InputHeight, shape.OutputHeight);
        float sourceColumn = BilinearSampling.Source(column, shape.InputWidth, shape.OutputWidth);
        int top = (int)sourceRow;
        int left = (int)sourceColumn;
        int bottom = IntrinsicMath.Min(top + 1, shape.InputHeight - 1);
        int right = IntrinsicMath.Min(left + 1, shape.InputWidth - 1);
        float down = sourceRow - top;
        float across = sourceColumn - left;

        int upperRow = ((n * shape.InputHeight) + top) * shape.InputWidth;
        int lowerRow = ((n * shape.InputHeight) + bottom) * shape.InputWidth;
        int topLeft = (upperRow + left) * shape.Channels;
        int topRight = (upperRow + right) * shape.Channels;
        int bottomLeft = (lowerRow + left) * shape.Channels;
        int bottomRight = (lowerRow + right) * shape.Channels;

        for (int c = firstChannel; c < firstChannel + channelsPerIndex; c++)
        {
            y[(pixel * shape.Channels) + c] = BilinearSampling.Blend(
                x[topLeft + c], x[topRight + c], x[bottomLeft + c], x[bottomRight + c], down, across);
        }
    }
}
