using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>
/// Class scores of the priors worth looking at on the processor's vectors, for the CPU accelerator: the same result as
/// <see cref="ScoreFilter"/>. An index takes so many priors that their scores stay in the first-level cache while they
/// are read once along the priors and once along the classes.
/// </summary>
public sealed unsafe class SimdScoreFilter : IKernel<SimdScoreFilter>
{
    private const int PriorsPerIndex = 64;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ScoreFilterShape> launch;

    private SimdScoreFilter(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<float>, ScoreFilterShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdScoreFilter Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the filtering on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">As for <see cref="ScoreFilter.Launch"/>.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> conf, ArrayView<float> scores, ScoreFilterShape shape)
    {
        shape.Check(conf, scores);

        int count = ShapeGuard.Index((long)shape.Batch * IndicesPerImage(shape), "Priors");
        launch(stream, count, conf, scores, shape);
    }

    internal static void CpuKernel(
        Index1D index, ArrayView<float> conf, ArrayView<float> scores, ScoreFilterShape shape) =>
        FilterPriors(index.X, conf, scores, shape);

    /// <summary>Whether one of the scores is above the threshold and none is a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool IsKept(ReadOnlySpan<float> scores, float threshold)
    {
        Vector<int> above = Vector<int>.Zero;
        Vector<int> numbers = Vector<int>.AllBitsSet;
        int k = 0;
        for (; k <= scores.Length - Vector<float>.Count; k += Vector<float>.Count)
        {
            Vector<float> values = new(scores[k..]);
            above |= Vector.GreaterThan(values, new Vector<float>(threshold));
            numbers &= Vector.Equals(values, values);
        }

        bool isAbove = above != Vector<int>.Zero;
        bool isNumber = numbers == Vector<int>.AllBitsSet;
        for (; k < scores.Length; k++)
        {
            isAbove |= scores[k] > threshold;
            isNumber &= !float.IsNaN(scores[k]);
        }

        return isAbove && isNumber;
    }

    [External("filter_priors")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void FilterPriors(int index, ArrayView<float> conf, ArrayView<float> scores, ScoreFilterShape shape)
    {
        int n = index / IndicesPerImage(shape);
        int first = (index - (n * IndicesPerImage(shape))) * PriorsPerIndex;
        int count = Math.Min(PriorsPerIndex, shape.Priors - first);
        Span<float> rows = CpuMemory.Run(conf, n, shape.Priors * shape.Classes)
            .Slice(first * shape.Classes, count * shape.Classes);
        Span<float> image = CpuMemory.Run(scores, n, shape.Priors * (shape.Classes - 1));

        Span<int> kept = stackalloc int[PriorsPerIndex];
        int keptCount = 0;
        for (int p = 0; p < count; p++)
        {
            if (IsKept(rows.Slice((p * shape.Classes) + 1, shape.Classes - 1), shape.Threshold))
            {
                kept[keptCount++] = p;
            }
        }

        kept = kept[..keptCount];
        for (int k = 1; k < shape.Classes; k++)
        {
            Span<float> result = image.Slice(((k - 1) * shape.Priors) + first, count);
            result.Fill(-1f);
            fixed (float* from = rows, to = result)
            {
                foreach (int p in kept)
                {
                    to[p] = from[(p * shape.Classes) + k];
                }
            }
        }
    }

    private static int IndicesPerImage(ScoreFilterShape shape) => (shape.Priors + PriorsPerIndex - 1) / PriorsPerIndex;
}
