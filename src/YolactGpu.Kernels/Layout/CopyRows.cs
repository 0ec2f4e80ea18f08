using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Layout;

/// <summary>Sizes of one copy of a block of rows into a larger tensor.</summary>
/// <param name="Blocks">Blocks, one per image of the batch.</param>
/// <param name="SourceLength">Elements of one block in x.</param>
/// <param name="TargetLength">Elements of one block in y.</param>
/// <param name="TargetOffset">Where in its block of y the copy begins, in elements.</param>
public readonly record struct CopyRowsShape(int Blocks, int SourceLength, int TargetLength, int TargetOffset);

/// <summary>
/// One part of a concatenation: y[n, offset + i] = x[n, i]. Exact.
/// <para>x: [N, source length] float. y: [N, target length] float; the rest of y is left as it is.</para>
/// <para>Source: torch.cat over the pyramid levels in YOLACT's prediction heads.</para>
/// </summary>
public sealed class CopyRows : IKernel<CopyRows>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, CopyRowsShape, int> launch;
    private readonly Grain grain;

    private CopyRows(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, CopyRowsShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static CopyRows Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the copy on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or the part does not fit.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape)
    {
        ShapeGuard.HasLength(x, (long)shape.Blocks * shape.SourceLength);
        ShapeGuard.HasLength(y, (long)shape.Blocks * shape.TargetLength);
        if (shape.TargetOffset < 0 || shape.TargetOffset > shape.TargetLength - shape.SourceLength)
        {
            throw new ArgumentException($"{shape} reaches beyond the block that it copies into.");
        }

        int run = grain.Run(x.Length);
        launch(stream, ShapeGuard.Index((x.Length + run - 1) / run, "Elements"), x, y, shape, run);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, CopyRowsShape shape, int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, shape.Blocks * shape.SourceLength);
        for (int at = first; at < end; at++)
        {
            int n = at / shape.SourceLength;
            int i = at - (n * shape.SourceLength);
            y[(n * shape.TargetLength) + shape.TargetOffset + i] = x[at];
        }
    }
}
