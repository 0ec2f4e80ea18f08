using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes and the threshold of one filtering of class scores.</summary>
/// <param name="Batch">N.</param>
/// <param name="Priors">P.</param>
/// <param name="Classes">K, background included.</param>
/// <param name="Threshold">A prior is kept where the best of its foreground classes is above this.</param>
public readonly record struct ScoreFilterShape(int Batch, int Priors, int Classes, float Threshold)
{
    /// <summary>Gets the number of elements of conf: N·P·K.</summary>
    public long InputLength => (long)Batch * Priors * Classes;

    /// <summary>Gets the number of elements of scores: N·(K − 1)·P.</summary>
    public long OutputLength => (long)Batch * Priors * (Classes - 1);

    internal void Check(ArrayView<float> conf, ArrayView<float> scores)
    {
        CheckScores(scores);
        ShapeGuard.HasLength(conf, InputLength);
    }

    /// <summary>Throws where the sizes make no sense or the scores are not of them.</summary>
    internal void CheckScores(ArrayView<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Priors);
        ArgumentOutOfRangeException.ThrowIfLessThan(Classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(Threshold);
        ShapeGuard.HasLength(scores, OutputLength);
    }
}

/// <summary>
/// Class scores of the priors worth looking at, one row per class.
/// <para>scores[n, k − 1, p] = conf[n, p, k] where max over j ≥ 1 of conf[n, p, j] &gt; threshold, else −1
/// (absent).</para>
/// <para>conf: [N, P, K] float, not negative, class 0 is the background. scores: [N, K − 1, P] float.</para>
/// <para>A kept prior keeps every class, also those in which it scores low. A NaN among its foreground classes drops
/// it. Exact. Source: Detect of YOLACT, before its NMS.</para>
/// </summary>
public sealed class ScoreFilter : IKernel<ScoreFilter>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ScoreFilterShape, int>
        launch;

    private readonly Grain grain;

    private ScoreFilter(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ScoreFilterShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static ScoreFilter Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the filtering on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or the shape has
    /// no foreground class or a negative threshold.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> conf, ArrayView<float> scores, ScoreFilterShape shape)
    {
        shape.Check(conf, scores);

        int run = Math.Max(grain.Run(shape.InputLength) / shape.Classes, 1);
        int runsPerImage = (shape.Priors + run - 1) / run;
        int count = ShapeGuard.Index((long)shape.Batch * runsPerImage, "Priors");
        launch(stream, count, conf, scores, shape, run);
    }

    internal static void Kernel(
        Index1D index, ArrayView<float> conf, ArrayView<float> scores, ScoreFilterShape shape, int run)
    {
        int runsPerImage = (shape.Priors + run - 1) / run;
        int n = index.X / runsPerImage;
        int firstPrior = (index.X - (n * runsPerImage)) * run;
        int endPrior = IntrinsicMath.Min(firstPrior + run, shape.Priors);
        int confAt = n * shape.Priors * shape.Classes;
        int firstRow = n * (shape.Classes - 1) * shape.Priors;

        // The first class of a run is written first: its −1 then tells the other classes what to leave out, so that a
        // run of priors is written class by class, each to neighbouring memory.
        for (int p = firstPrior; p < endPrior; p++)
        {
            int at = confAt + (p * shape.Classes);
            bool isAbove = false;
            bool isNumber = true;
            for (int k = 1; k < shape.Classes; k++)
            {
                float score = conf[at + k];
                isAbove |= score > shape.Threshold;
                isNumber &= !float.IsNaN(score);
            }

            scores[firstRow + p] = isAbove && isNumber ? conf[at + 1] : -1f;
        }

        for (int k = 2; k < shape.Classes; k++)
        {
            int row = firstRow + ((k - 1) * shape.Priors);
            for (int p = firstPrior; p < endPrior; p++)
            {
                scores[row + p] = scores[firstRow + p] < 0 ? -1f : conf[confAt + (p * shape.Classes) + k];
            }
        }
    }
}
