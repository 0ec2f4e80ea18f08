using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes of one gathering of classes.</summary>
/// <param name="Batch">N.</param>
/// <param name="Detections">D: detections per image.</param>
/// <param name="Priors">P.</param>
public readonly record struct GatherClassesShape(int Batch, int Detections, int Priors);

/// <summary>
/// The classes of detections from those of their priors: classes[n, d] = classOfPrior[n, priors[n, d]], or −1 where the
/// detection is absent (prior −1).
/// <para>classOfPrior: [N, P] int. priors: [N, D] int. classes: [N, D] int. Exact.</para>
/// </summary>
public sealed class GatherClasses : IKernel<GatherClasses>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<int>, ArrayView<int>, ArrayView<int>, GatherClassesShape> launch;

    private GatherClasses(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<int>, ArrayView<int>, ArrayView<int>, GatherClassesShape>(Kernel);

    /// <inheritdoc/>
    public static GatherClasses Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the gathering on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<int> classOfPrior, ArrayView<int> priors, ArrayView<int> classes, GatherClassesShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Detections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Priors);
        long count = (long)shape.Batch * shape.Detections;
        ShapeGuard.HasLength(classOfPrior, (long)shape.Batch * shape.Priors);
        ShapeGuard.HasLength(priors, count);
        ShapeGuard.HasLength(classes, count);
        launch(stream, ShapeGuard.Index(count, "Detections"), classOfPrior, priors, classes, shape);
    }

    internal static void Kernel(
        Index1D index, ArrayView<int> classOfPrior, ArrayView<int> priors, ArrayView<int> classes, GatherClassesShape shape)
    {
        int prior = priors[index.X];
        int n = index.X / shape.Detections;
        int found = classOfPrior[(n * shape.Priors) + IntrinsicMath.Max(prior, 0)];
        classes[index.X] = prior < 0 ? -1 : found;
    }
}
