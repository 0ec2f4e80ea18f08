using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// Sum of two tensors of one shape: y[i] = a[i] + b[i], float, rounded once. y may be a or b.
/// <para>Source: the residual sums of ResNet and the top-down sums of the FPN, where they are not fused.</para>
/// </summary>
public sealed class Add : IKernel<Add>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> launch;
    private readonly Grain grain;

    private Add(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static Add Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the sum on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The views differ in length.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        ShapeGuard.HasLength(b, a.Length);
        ShapeGuard.HasLength(y, a.Length);

        int run = grain.Run(a.Length);
        launch(stream, ShapeGuard.Index((a.Length + run - 1) / run, "Elements"), a, b, y, run);
    }

    internal static void Kernel(Index1D index, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, a.IntLength);
        for (int i = first; i < end; i++)
        {
            y[i] = a[i] + b[i];
        }
    }
}
