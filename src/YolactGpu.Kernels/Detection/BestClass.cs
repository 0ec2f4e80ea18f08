using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes of one search for the best classes.</summary>
/// <param name="Batch">N.</param>
/// <param name="Classes">C: foreground classes.</param>
/// <param name="Priors">P.</param>
public readonly record struct BestClassShape(int Batch, int Classes, int Priors)
{
    /// <summary>Gets the number of elements of the outputs: N·P.</summary>
    public long PriorCount => (long)Batch * Priors;
}

/// <summary>
/// The best class of each prior: best[n, p] = max over c of scores[n, c, p], classes[n, p] = the first c that has it.
/// <para>scores: [N, C, P] float, −1 in every class of a prior that is absent, as <see cref="ScoreFilter"/> gives them;
/// no NaN. best: [N, 1, P] float. classes: [N, P] int. Exact. Source: cc_fast_nms of YOLACT.</para>
/// </summary>
public sealed class BestClass : IKernel<BestClass>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, BestClassShape, int> launch;
    private readonly Grain grain;

    private BestClass(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<int>, BestClassShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static BestClass Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the search on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> scores, ArrayView<float> best, ArrayView<int> classes, BestClassShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Priors);
        ShapeGuard.HasLength(scores, shape.PriorCount * shape.Classes);
        ShapeGuard.HasLength(best, shape.PriorCount);
        ShapeGuard.HasLength(classes, shape.PriorCount);

        int run = Math.Max(grain.Run(scores.Length) / shape.Classes, 1);
        int runsPerImage = (shape.Priors + run - 1) / run;
        launch(stream, ShapeGuard.Index((long)shape.Batch * runsPerImage, "Priors"), scores, best, classes, shape, run);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> scores, ArrayView<float> best, ArrayView<int> classes, BestClassShape shape, int run)
    {
        int runsPerImage = (shape.Priors + run - 1) / run;
        int n = index.X / runsPerImage;
        int first = (index.X - (n * runsPerImage)) * run;
        int end = IntrinsicMath.Min(first + run, shape.Priors);
        for (int p = first; p < end; p++)
        {
            int at = (n * shape.Classes * shape.Priors) + p;
            float highest = scores[at];
            int bestClass = 0;
            for (int c = 1; c < shape.Classes; c++)
            {
                float score = scores[at + (c * shape.Priors)];
                if (score > highest)
                {
                    highest = score;
                    bestClass = c;
                }
            }

            best[(n * shape.Priors) + p] = highest;
            classes[(n * shape.Priors) + p] = bestClass;
        }
    }
}
