using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>Sizes of the addition of partial sums.</summary>
/// <param name="Parts">P: parts that each sum was cut into.</param>
/// <param name="Channels">K: channels, the fastest axis of y.</param>
/// <param name="Length">Elements of y.</param>
/// <param name="HalfResidual">1 where the residual is stored as halves, two to a float; else 0.</param>
/// <param name="HalfOutput">1 where y is; else 0.</param>
/// <param name="Activation">Applied last.</param>
public readonly record struct SplitSumShape(
    int Parts, int Channels, int Length, int HalfResidual, int HalfOutput, Activation Activation);

/// <summary>
/// Adds up the partial sums of a convolution whose sums were cut into parts.
/// <para>y[i] = f(Σ over p of partial[p, i] + bias[i mod K] + residual[i]), in that order; f is the activation.</para>
/// <para>partial: [P, L] float. bias: [K] or empty. residual: [L] or empty. y: [L]. Residual and y are float, or halves as the shape says.</para>
/// </summary>
public sealed class SplitSum : IKernel<SplitSum>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        SplitSumShape, int> launch;

    private readonly Grain grain;

    private SplitSum(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, SplitSumShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static SplitSum Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the addition on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> partial,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        SplitSumShape shape)
    {
        ShapeGuard.HasLength(partial, (long)shape.Parts * shape.Length);
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.Channels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.HalfResidual != 0 ? shape.Length / 2 : shape.Length);
        ShapeGuard.HasLength(y, shape.HalfOutput != 0 ? shape.Length / 2 : shape.Length);

        int run = grain.Run(shape.Length);
        int count = ShapeGuard.Index(((long)shape.Length + run - 1) / run, "Outputs");
        launch(stream, count, partial, bias, residual, y, shape, run);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> partial,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        SplitSumShape shape,
        int run)
    {
        int length = shape.Length;
        int end = Math.Min(length, (index.X + 1) * run);
        for (int i = index.X * run; i < end; i++)
        {
            float sum = 0;
            for (int part = 0; part < shape.Parts; part++)
            {
                sum += partial[(part * length) + i];
            }

            if (bias.Length != 0)
            {
                sum += bias[i % shape.Channels];
            }

            if (residual.Length != 0)
            {
                sum += HalfBits.Load(residual, i, shape.HalfResidual);
            }

            HalfBits.Store(y, i, ActivationFunction.Apply(sum, shape.Activation), shape.HalfOutput);
        }
    }
}
