using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Layout;

/// <summary>
/// The parts of a concatenation as block copies in one launch, for the CPU accelerator: the same as <see cref="CopyRows"/> of each.
/// </summary>
public sealed unsafe class SimdCopyRows : IKernel<SimdCopyRows>
{
    private readonly Action<AcceleratorStream, Index1D, long> launch;

    private SimdCopyRows(Accelerator accelerator) => launch = accelerator.LoadForCpu<long>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdCopyRows Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the copies on <paramref name="stream"/>; it does not wait. The memory that they name must still be there.</summary>
    public void Launch(AcceleratorStream stream, CopyParts parts)
    {
        launch(stream, parts.Runs, parts.Address);
        GC.KeepAlive(parts);
    }

    internal static void CpuKernel(Index1D index, long parts) => CopyRun(index.X, parts);

    [External("copy_run")]
    private static void CopyRun(int index, long parts)
    {
        CopyParts.Part* part = (CopyParts.Part*)parts;
        while (index >= part->FirstRun + (part->Shape.Blocks * part->RunsPerBlock))
        {
            part++;
        }

        CopyRowsShape shape = part->Shape;
        (int n, int run) = Math.DivRem(index - part->FirstRun, part->RunsPerBlock);
        int first = run * CopyParts.Part.Run;
        int end = Math.Min(first + CopyParts.Part.Run, shape.Length);
        float* source = (float*)part->X + ((nint)n * shape.Rows * shape.SourceRowLength) + shape.SourceOffset;
        float* target = (float*)part->Y + ((nint)n * shape.TargetLength) + shape.TargetOffset;
        (int row, int column) = Math.DivRem(first, shape.RowLength);
        for (int at = first; at < end;)
        {
            int length = Math.Min(shape.RowLength - column, end - at);
            new ReadOnlySpan<float>(source + ((nint)row * shape.SourceRowLength) + column, length).CopyTo(new Span<float>(target + at, length));
            at += length;
            row++;
            column = 0;
        }
    }
}
