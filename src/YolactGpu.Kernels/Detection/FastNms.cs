using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes and the threshold of one Fast NMS.</summary>
/// <param name="Batch">N.</param>
/// <param name="Classes">C: foreground classes, each suppressed alone.</param>
/// <param name="Count">k: ranked candidates per class.</param>
/// <param name="Priors">P: boxes per image.</param>
/// <param name="Threshold">Highest IoU with a better candidate at which a candidate survives.</param>
public readonly record struct FastNmsShape(int Batch, int Classes, int Count, int Priors, float Threshold)
{
    /// <summary>Gets the number of candidates: N·C·k.</summary>
    public long CandidateCount => (long)Batch * Classes * Count;

    internal void Check(
        ArrayView<float> scores, ArrayView<int> priorIndices, ArrayView<float> cornerBoxes, ArrayView<float> survivors)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Priors);
        ShapeGuard.HasLength(scores, CandidateCount);
        ShapeGuard.HasLength(priorIndices, CandidateCount);
        ShapeGuard.HasLength(cornerBoxes, (long)Batch * Priors * 4);
        ShapeGuard.HasLength(survivors, CandidateCount);
    }
}

/// <summary>
/// Fast NMS: drops a candidate that overlaps a better one of its class, whether or not that one is dropped itself.
/// <para>survivors[n, c, j] = scores[n, c, j] if IoU(box j, box i) ≤ threshold for every i &lt; j, else −1. An IoU of
/// NaN (two boxes without area) is not ≤, so it drops. Absent candidates (score below 0) stay −1.</para>
/// <para>scores: [N, C, k] float, best first, absent ones last. priorIndices: [N, C, k] int. Both as <see cref="TopK"/>
/// gives them. cornerBoxes: [N, P, 4] float. survivors: [N, C·k] float, the order unchanged. survivors may be scores: a
/// candidate looks at the boxes of better ones, never at their scores.</para>
/// <para>Exact given the IoU, which is that of <see cref="IoUMatrix"/>. Source: fast_nms of YOLACT, with no second
/// score threshold, as there.</para>
/// </summary>
public sealed class FastNms : IKernel<FastNms>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>,
        ArrayView<float>, FastNmsShape, int> launch;

    private readonly Grain grain;

    private FastNms(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>,
            FastNmsShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static FastNms Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the suppression on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> scores,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        FastNmsShape shape)
    {
        shape.Check(scores, priorIndices, cornerBoxes, survivors);

        int candidatesPerIndex = grain.Divide(shape.Count);
        int count = ShapeGuard.Index(shape.CandidateCount / candidatesPerIndex, "Candidates");
        launch(stream, count, scores, priorIndices, cornerBoxes, survivors, shape, candidatesPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> scores,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        FastNmsShape shape,
        int candidatesPerIndex)
    {
        int first = index.X * candidatesPerIndex;
        int firstBox = first / (shape.Classes * shape.Count) * shape.Priors;
        int best = first - (first % shape.Count);
        for (int at = first; at < first + candidatesPerIndex; at++)
        {
            float score = scores[at];
            float survivor = -1f;
            if (score >= 0)
            {
                survivor = score;
                CornerBox box = BoxGeometry.Load(cornerBoxes, firstBox + priorIndices[at]);
                for (int better = best; better < at; better++)
                {
                    float overlap = BoxGeometry.IoU(
                        box, BoxGeometry.Load(cornerBoxes, firstBox + priorIndices[better]));
                    if (overlap > shape.Threshold || float.IsNaN(overlap))
                    {
                        survivor = -1f;
                        break;
                    }
                }
            }

            survivors[at] = survivor;
        }
    }
}
