using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// Product with one factor for each run of elements: y[i] = a[i] · b[⌊i / columns⌋], float, rounded once; with a column of 1 the
/// product of two tensors of one shape. y may be a.
/// <para>Source: the coefficient gate of YOLACT (mask_proto_coeff_gate), and its mask scores (use_mask_scoring).</para>
/// </summary>
public sealed class Multiply : IKernel<Multiply>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int> launch;
    private readonly Grain grain;

    private Multiply(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static Multiply Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the product on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The views' lengths do not fit each other.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ShapeGuard.HasLength(a, b.Length * columns);
        ShapeGuard.HasLength(y, a.Length);

        int run = grain.Run(a.Length);
        launch(stream, ShapeGuard.Index((a.Length + run - 1) / run, "Elements"), a, b, y, columns, run);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int columns, int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, a.IntLength);
        for (int i = first; i < end; i++)
        {
            y[i] = a[i] * b[i / columns];
        }
    }
}
