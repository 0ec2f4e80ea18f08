using System.Numerics;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Resampling;

/// <summary>
/// Bilinear resize on the processor's vectors, for the CPU accelerator: the same arithmetic as
/// <see cref="ResizeBilinear"/>, one output row per index.
/// </summary>
public sealed class SimdResizeBilinear : IKernel<SimdResizeBilinear>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ResizeBilinearShape> launch;

    private SimdResizeBilinear(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ResizeBilinearShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdResizeBilinear Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the resize on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape)
    {
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        launch(stream, shape.Batch * shape.OutputHeight, x, y, shape);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape) =>
        ResizeRow(index.X, x, y, shape);

    [External("resize_bilinear_row")]
    private static void ResizeRow(int index, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape)
    {
        int rowLength = shape.InputWidth * shape.Channels;
        int firstRow = index / shape.OutputHeight * shape.InputHeight;
        float sourceRow = BilinearSampling.Source(index % shape.OutputHeight, shape.InputHeight, shape.OutputHeight);
        int top = (int)sourceRow;
        Span<float> upper = CpuMemory.Run(x, firstRow + top, rowLength);
        Span<float> lower = CpuMemory.Run(x, firstRow + Math.Min(top + 1, shape.InputHeight - 1), rowLength);
        Span<float> result = CpuMemory.Run(y, index, shape.OutputWidth * shape.Channels);
        for (int column = 0; column < shape.OutputWidth; column++)
        {
            float sourceColumn = BilinearSampling.Source(column, shape.InputWidth, shape.OutputWidth);
            int left = (int)sourceColumn;
            int right = Math.Min(left + 1, shape.InputWidth - 1);
            Blend(
                upper.Slice(left * shape.Channels, shape.Channels),
                upper.Slice(right * shape.Channels, shape.Channels),
                lower.Slice(left * shape.Channels, shape.Channels),
                lower.Slice(right * shape.Channels, shape.Channels),
                sourceRow - top,
                sourceColumn - left,
                result.Slice(column * shape.Channels, shape.Channels));
        }
    }

    private static void Blend(
        ReadOnlySpan<float> topLeft,
        ReadOnlySpan<float> topRight,
        ReadOnlySpan<float> bottomLeft,
        ReadOnlySpan<float> bottomRight,
        float down,
        float across,
        Span<float> result)
    {
        int c = 0;
        for (; c <= result.Length - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> upper = ((1f - across) * new Vector<float>(topLeft[c..]))
                + (across * new Vector<float>(topRight[c..]));
            Vector<float> lower = ((1f - across) * new Vector<float>(bottomLeft[c..]))
                + (across * new Vector<float>(bottomRight[c..]));
            (((1f - down) * upper) + (down * lower)).CopyTo(result[c..]);
        }

        for (; c < result.Length; c++)
        {
            result[c] = BilinearSampling.Blend(topLeft[c], topRight[c], bottomLeft[c], bottomRight[c], down, across);
        }
    }
}
