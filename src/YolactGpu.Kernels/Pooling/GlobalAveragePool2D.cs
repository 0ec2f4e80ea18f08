using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Pooling;

/// <summary>
/// The mean of each channel over a whole image.
/// <para>y[n, c] = (Σ over i, j of x[n, i, j, c]) / (H·W), summed row by row. x: [N, H, W, C] float. y: [N, C] float. Both
/// contiguous.</para>
/// <para>Error at most H·W·2⁻²⁴ of the mean of |x|. Source: the class-existence branch in yolact.py.</para>
/// </summary>
public sealed class GlobalAveragePool2D : IKernel<GlobalAveragePool2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, GlobalPool2DShape> launch;

    private GlobalAveragePool2D(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, GlobalPool2DShape>(Kernel);

    /// <inheritdoc/>
    public static GlobalAveragePool2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the pooling on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or a view's length is not what the shape says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, GlobalPool2DShape shape)
    {
        shape.Check(x, y);
        launch(stream, ShapeGuard.Index(shape.OutputLength, "Outputs"), x, y, shape);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, GlobalPool2DShape shape)
    {
        int area = shape.Height * shape.Width;
        int image = index.X / shape.Channels;
        int from = (image * area * shape.Channels) + (index.X - (image * shape.Channels));
        float sum = 0;
        for (int pixel = 0; pixel < area; pixel++)
        {
            sum += x[from + (pixel * shape.Channels)];
        }

        y[index] = sum / area;
    }
}
