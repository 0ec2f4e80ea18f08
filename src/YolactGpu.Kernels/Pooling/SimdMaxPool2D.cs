using System.Numerics;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Pooling;

/// <summary>
/// 2-D max pooling on the processor's vectors, for the CPU accelerator: as <see cref="MaxPool2D"/>, one output row per
/// index. Exact; a NaN in a window gives NaN.
/// </summary>
public sealed class SimdMaxPool2D : IKernel<SimdMaxPool2D>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, MaxPool2DShape> launch;

    private SimdMaxPool2D(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, MaxPool2DShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdMaxPool2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the pooling on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding is over half the window, so that a window could be empty.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Padding, shape.WindowSize / 2);
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        launch(stream, shape.Batch * shape.OutputHeight, x, y, shape);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape) =>
        PoolRow(index.X, x, y, shape);

    [External("max_pool_row")]
    private static void PoolRow(int index, ArrayView<float> x, ArrayView<float> y, MaxPool2DShape shape)
    {
        int imageLength = shape.InputHeight * shape.InputWidth * shape.Channels;
        Span<float> image = CpuMemory.Run(x, index / shape.OutputHeight, imageLength);
        Span<float> maxima = CpuMemory.Run(y, index, shape.OutputWidth * shape.Channels);
        int above = (index % shape.OutputHeight * shape.Stride) - shape.Padding;
        int top = Math.Max(above, 0);
        int bottom = Math.Min(above + shape.WindowSize, shape.InputHeight);
        for (int column = 0; column < shape.OutputWidth; column++)
        {
            int before = (column * shape.Stride) - shape.Padding;
            int left = Math.Max(before, 0);
            int right = Math.Min(before + shape.WindowSize, shape.InputWidth);
            Span<float> maximum = maxima.Slice(column * shape.Channels, shape.Channels);
            image.Slice(((top * shape.InputWidth) + left) * shape.Channels, shape.Channels).CopyTo(maximum);
            for (int i = top; i < bottom; i++)
            {
                for (int j = left; j < right; j++)
                {
                    TakeLarger(image.Slice(((i * shape.InputWidth) + j) * shape.Channels, shape.Channels), maximum);
                }
            }
        }
    }

    private static void TakeLarger(ReadOnlySpan<float> values, Span<float> maximum)
    {
        int c = 0;
        for (; c <= values.Length - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector.Max(new Vector<float>(values[c..]), new Vector<float>(maximum[c..])).CopyTo(maximum[c..]);
        }

        for (; c < values.Length; c++)
        {
            maximum[c] = MathF.Max(values[c], maximum[c]);
        }
    }
}
