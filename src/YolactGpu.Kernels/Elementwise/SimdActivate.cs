using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// An activation on every element on the processor's vectors, for the CPU accelerator: as <see cref="Activate"/>, exact
/// for the piecewise linear functions, within 3 units in the last place for sigmoid and tanh.
/// </summary>
public sealed class SimdActivate : IKernel<SimdActivate>
{
    private const int Run = 8192;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, Activation> launch;

    private SimdActivate(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, Activation>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdActivate Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the activation on <paramref name="stream"/>; it does not wait. y may be x.</summary>
    /// <exception cref="ArgumentException">The views differ in length.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, Activation activation)
    {
        ShapeGuard.HasLength(y, x.Length);

        launch(stream, ShapeGuard.Index((x.Length + Run - 1) / Run, "Elements"), x, y, activation);
    }

    internal static void CpuKernel(Index1D index, ArrayView<float> x, ArrayView<float> y, Activation activation) =>
        ActivateRun(index.X, x, y, activation);

    [External("activate_run")]
    private static void ActivateRun(int index, ArrayView<float> x, ArrayView<float> y, Activation activation)
    {
        Span<float> values = CpuMemory.Run(y, index, Run);
        CpuMemory.Run(x, index, Run).CopyTo(values);
        VectorActivation.Apply(values, activation);
    }
}
