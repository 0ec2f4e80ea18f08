using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Layout;

/// <summary>One part of a concatenation as a block copy, for the CPU accelerator: the same as <see cref="CopyRows"/>.</summary>
public sealed class SimdCopyRows : IKernel<SimdCopyRows>
{
    private const int Run = 32768;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, CopyRowsShape> launch;

    private SimdCopyRows(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, CopyRowsShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdCopyRows Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the copy on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or the part does not fit.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape)
    {
        shape.Check(x, y);
        launch(stream, shape.Blocks * RunsPerBlock(shape), x, y, shape);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape) =>
        CopyRun(index.X, x, y, shape);

    [External("copy_run")]
    private static void CopyRun(int index, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape)
    {
        int n = index / RunsPerBlock(shape);
        int first = index % RunsPerBlock(shape) * Run;
        int end = Math.Min(first + Run, shape.Length);
        Span<float> source = CpuMemory.Run(x, n, shape.Rows * shape.SourceRowLength);
        Span<float> target = CpuMemory.Run(y, n, shape.TargetLength)[shape.TargetOffset..];
        while (first < end)
        {
            int row = first / shape.RowLength;
            int column = first - (row * shape.RowLength);
            int length = Math.Min(shape.RowLength - column, end - first);
            source.Slice((row * shape.SourceRowLength) + shape.SourceOffset + column, length).CopyTo(target[first..]);
            first += length;
        }
    }

    private static int RunsPerBlock(CopyRowsShape shape) => (shape.Length + Run - 1) / Run;
}
