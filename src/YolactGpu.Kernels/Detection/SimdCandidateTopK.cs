using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>
/// The best of what <see cref="SimdCandidates"/> kept, class by class, for the CPU accelerator: what <see cref="TopK"/> gives of the scores of
/// all priors, one row of an image per index. The scores of a row are moved together first, within their memory.
/// </summary>
public sealed class SimdCandidateTopK : IKernel<SimdCandidateTopK>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<int>,
        TopKShape> launch;

    private SimdCandidateTopK(Accelerator accelerator) =>
        launch = accelerator.LoadForCpu<ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<int>, TopKShape>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdCandidateTopK Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the choice on <paramref name="stream"/>; it does not wait.</summary>
    /// <param name="stream">Where it is queued.</param>
    /// <param name="scores">Scores of the kept priors, not negative: [N, C, P], of which R is N·C. They do not stay.</param>
    /// <param name="kept">The kept priors: [N, P].</param>
    /// <param name="runs">Where they stand.</param>
    /// <param name="values">The best scores, best first: [R, k].</param>
    /// <param name="indices">Their priors: [R, k].</param>
    /// <param name="shape">Sizes; the columns are the priors.</param>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or k is out of range.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> scores,
        ArrayView<int> kept,
        ArrayView<int> runs,
        ArrayView<float> values,
        ArrayView<int> indices,
        TopKShape shape)
    {
        shape.Check(scores, values, indices);
        long images = kept.Length / shape.Columns;
        if (images == 0 || kept.Length % shape.Columns != 0 || shape.Rows % images != 0 || runs.Length % (2 * images) != 0)
        {
            throw new ArgumentException($"kept holds {kept.Length} and runs {runs.Length} elements, which do not fit {shape}.");
        }

        launch(stream, shape.Rows, scores, kept, runs, values, indices, shape);
    }

    internal static void CpuKernel(
        Index1D index,
        ArrayView<float> scores,
        ArrayView<int> kept,
        ArrayView<int> runs,
        ArrayView<float> values,
        ArrayView<int> indices,
        TopKShape shape) => ChooseCandidates(index.X, scores, kept, runs, values, indices, shape);

    [External("choose_candidates")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ChooseCandidates(
        int index,
        ArrayView<float> scores,
        ArrayView<int> kept,
        ArrayView<int> runs,
        ArrayView<float> values,
        ArrayView<int> indices,
        TopKShape shape)
    {
        int images = kept.IntLength / shape.Columns;
        int n = index / (shape.Rows / images);
        ReadOnlySpan<Stretch> stretches = MemoryMarshal.Cast<int, Stretch>(CpuMemory.Run(runs, n, runs.IntLength / images));
        Span<float> row = CpuMemory.Run(scores, index, shape.Columns);
        row = row[..MoveTogether(row, stretches, row)];

        Span<int> chosen = CpuMemory.Run(indices, index, shape.Count);
        int count = SimdTopK.Choose(row, CpuMemory.Run(values, index, shape.Count), chosen);
        int[] priors = ArrayPool<int>.Shared.Rent(row.Length);
        MoveTogether(CpuMemory.Run(kept, n, shape.Columns), stretches, priors);
        foreach (ref int at in chosen[..count])
        {
            at = priors[at];
        }

        ArrayPool<int>.Shared.Return(priors);
    }

    /// <summary>Copies what stands in the stretches one behind the other; gives how much that is. The target may be the source.</summary>
    private static int MoveTogether<T>(ReadOnlySpan<T> source, ReadOnlySpan<Stretch> stretches, Span<T> target)
    {
        int count = 0;
        foreach (Stretch stretch in stretches)
        {
            if (stretch.Count > 0)
            {
                source.Slice(stretch.Start, stretch.Count).CopyTo(target[count..]);
                count += stretch.Count;
            }
        }

        return count;
    }

    private readonly record struct Stretch(int Start, int Count);
}
