using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// An activation on every element: y[i] = f(x[i]), float; see <see cref="Activation"/>. y may be x.
/// <para>Exact for relu; sigmoid and tanh within 4 units in the last place plus the device's error in exp.</para>
/// </summary>
public sealed class Activate : IKernel<Activate>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, Activation, int> launch;
    private readonly Grain grain;

    private Activate(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, Activation, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static Activate Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the activation on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The views differ in length.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, Activation activation)
    {
        ShapeGuard.HasLength(y, x.Length);

        int run = grain.Run(x.Length);
        launch(stream, ShapeGuard.Index((x.Length + run - 1) / run, "Elements"), x, y, activation, run);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, Activation activation, int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, x.IntLength);
        for (int i = first; i < end; i++)
        {
            y[i] = ActivationFunction.Apply(x[i], activation);
        }
    }
}
