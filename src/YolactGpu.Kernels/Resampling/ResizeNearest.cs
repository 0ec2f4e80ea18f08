using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Resampling;

/// <summary>
/// Resize to the nearest pixel before: y[n, i, j, c] = x[n, ⌊i·H / OH⌋, ⌊j·W / OW⌋, c], the quotient in float32.
/// <para>x: [N, H, W, C] float. y: [N, OH, OW, C] float. Exact: no arithmetic on the values.</para>
/// <para>Source: torch interpolate(mode="nearest"), an interpolation mode of YOLACT's FPN.</para>
/// </summary>
public sealed class ResizeNearest : IKernel<ResizeNearest>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ResizeBilinearShape, int> launch;
    private readonly Grain grain;

    private ResizeNearest(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ResizeBilinearShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static ResizeNearest Load(Accelerator accelerator) => new(accelerator);

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

        float rowScale = (float)shape.InputHeight / shape.OutputHeight;
        float columnScale = (float)shape.InputWidth / shape.OutputWidth;
        int sourceRow = IntrinsicMath.Min((int)(row * rowScale), shape.InputHeight - 1);
        int sourceColumn = IntrinsicMath.Min((int)(column * columnScale), shape.InputWidth - 1);
        int source = ((((n * shape.InputHeight) + sourceRow) * shape.InputWidth) + sourceColumn) * shape.Channels;
        for (int c = firstChannel; c < firstChannel + channelsPerIndex; c++)
        {
            y[(pixel * shape.Channels) + c] = x[source + c];
        }
    }
}
