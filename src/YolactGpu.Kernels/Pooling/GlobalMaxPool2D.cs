using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Pooling;

/// <summary>
/// The maximum of each channel over a whole image.
/// <para>y[n, c] = max over i, j of x[n, i, j, c]. x: [N, H, W, C] float. y: [N, C] float. Both contiguous.</para>
/// <para>Exact; a NaN in a channel gives NaN. Source: the end of YOLACT++'s mask IoU net.</para>
/// </summary>
public sealed class GlobalMaxPool2D : IKernel<GlobalMaxPool2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, GlobalPool2DShape, int> launch;
    private readonly Grain grain;

    private GlobalMaxPool2D(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, GlobalPool2DShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static GlobalMaxPool2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the pooling on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or a view's length is not what the shape says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, GlobalPool2DShape shape)
    {
        shape.Check(x, y);
        int channelsPerIndex = grain.Divide(shape.Channels);
        launch(stream, ShapeGuard.Index(shape.OutputLength / channelsPerIndex, "Outputs"), x, y, shape, channelsPerIndex);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> x, ArrayView<float> y, GlobalPool2DShape shape, int channelsPerIndex)
    {
        int first = index.X * channelsPerIndex;
        int area = shape.Height * shape.Width;
        int image = first / shape.Channels;
        for (int at = first; at < first + channelsPerIndex; at++)
        {
            int from = (image * area * shape.Channels) + (at - (image * shape.Channels));
            float maximum = x[from];
            for (int pixel = 1; pixel < area; pixel++)
            {
                float value = x[from + (pixel * shape.Channels)];

                // A NaN is taken up and then stays: nothing is greater than it.
                if (value > maximum || float.IsNaN(value))
                {
                    maximum = value;
                }
            }

            y[at] = maximum;
        }
    }
}
