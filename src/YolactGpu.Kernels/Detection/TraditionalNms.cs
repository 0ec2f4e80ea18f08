using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes and thresholds of one traditional NMS.</summary>
/// <param name="Batch">N.</param>
/// <param name="Classes">C: foreground classes, each suppressed alone.</param>
/// <param name="Priors">P: boxes per image.</param>
/// <param name="Count">D: boxes kept per class at most.</param>
/// <param name="ScoreThreshold">A box takes part in a class where it scores above this.</param>
/// <param name="Threshold">Overlap with a kept box from which a box is dropped.</param>
/// <param name="Width">What relative x are multiplied by before a pixel is added to every width.</param>
/// <param name="Height">The same for y and heights.</param>
public readonly record struct TraditionalNmsShape(
    int Batch, int Classes, int Priors, int Count, float ScoreThreshold, float Threshold, float Width, float Height)
{
    /// <summary>Gets the number of classes of the whole batch: N·C.</summary>
    public long RowCount => (long)Batch * Classes;

    internal void Check(
        ArrayView<float> scores,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        ArrayView<int> priorIndices,
        ArrayView<int> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Priors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Count);
        ArgumentOutOfRangeException.ThrowIfNegative(ScoreThreshold);
        ShapeGuard.HasLength(scores, RowCount * Priors);
        ShapeGuard.HasLength(cornerBoxes, (long)Batch * Priors * 4);
        ShapeGuard.HasLength(survivors, RowCount * Count);
        ShapeGuard.HasLength(priorIndices, RowCount * Count);
        ShapeGuard.HasLength(candidates, RowCount * Priors);
        ShapeGuard.Index(RowCount * Priors, "Candidates");
    }
}

/// <summary>
/// Greedy NMS of each class alone: of the boxes that score above the score threshold the best is kept, those that overlap it
/// are dropped, and so on. Unlike in <see cref="FastNms"/> a dropped box drops nothing.
/// <para>overlap(a, b) = s / (A(a) + A(b) − s) with widths that count a pixel more: after multiplying the boxes by
/// Width and Height, A = (x2 − x1 + 1)·(y2 − y1 + 1), s = max(0, right − left + 1)·max(0, bottom − top + 1) of what is shared.
/// A box is dropped where overlap ≥ threshold; an overlap of NaN drops nothing.</para>
/// <para>scores: [N, C, P] float, −1 where absent, as <see cref="ScoreFilter"/> gives them. cornerBoxes: [N, P, 4] float.
/// survivors: [N, C, D] float and priorIndices: [N, C, D] int: the kept boxes, best first, of equal scores the lower prior
/// first; −1 where fewer are kept. candidates: [N, C, P] int, working memory.</para>
/// <para>No class can give more than the D best to the detections of an image, so that stopping there loses nothing.
/// Exact given the overlaps. Source: traditional_nms and cython_nms of YOLACT.</para>
/// </summary>
public sealed class TraditionalNms : IKernel<TraditionalNms>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<int>, ArrayView<int>, TraditionalNmsShape> launch;

    private TraditionalNms(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<int>,
            ArrayView<int>, TraditionalNmsShape>(Kernel);

    /// <inheritdoc/>
    public static TraditionalNms Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the suppression on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or its score
    /// threshold is negative.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> scores,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        ArrayView<int> priorIndices,
        ArrayView<int> candidates,
        TraditionalNmsShape shape)
    {
        shape.Check(scores, cornerBoxes, survivors, priorIndices, candidates);
        launch(stream, (int)shape.RowCount, scores, cornerBoxes, survivors, priorIndices, candidates, shape);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> scores,
        ArrayView<float> cornerBoxes,
        ArrayView<float> survivors,
        ArrayView<int> priorIndices,
        ArrayView<int> candidates,
        TraditionalNmsShape shape)
    {
        int row = index.X * shape.Priors;
        int firstBox = index.X / shape.Classes * shape.Priors;
        int left = 0;
        for (int p = 0; p < shape.Priors; p++)
        {
            if (!float.IsNaN(scores[row + p]) && scores[row + p] > shape.ScoreThreshold)
            {
                candidates[row + left] = p;
                left++;
            }
        }

        int output = index.X * shape.Count;
        for (int kept = 0; kept < shape.Count; kept++)
        {
            if (left == 0)
            {
                survivors[output + kept] = -1f;
                priorIndices[output + kept] = -1;
                continue;
            }

            // Candidates stay in the order of their priors, so that the first of the best is the lower prior.
            int best = candidates[row];
            for (int i = 1; i < left; i++)
            {
                int candidate = candidates[row + i];
                if (scores[row + candidate] > scores[row + best])
                {
                    best = candidate;
                }
            }

            survivors[output + kept] = scores[row + best];
            priorIndices[output + kept] = best;
            CornerBox box = BoxGeometry.Load(cornerBoxes, firstBox + best);
            int remaining = 0;
            for (int i = 0; i < left; i++)
            {
                int candidate = candidates[row + i];
                float overlap = PixelOverlap(
                    box, BoxGeometry.Load(cornerBoxes, firstBox + candidate), shape.Width, shape.Height);
                if (candidate != best && (float.IsNaN(overlap) || overlap < shape.Threshold))
                {
                    candidates[row + remaining] = candidate;
                    remaining++;
                }
            }

            left = remaining;
        }
    }

    private static float PixelOverlap(CornerBox a, CornerBox b, float across, float down)
    {
        float width = (IntrinsicMath.Min(a.X2, b.X2) * across) - (IntrinsicMath.Max(a.X1, b.X1) * across) + 1f;
        float height = (IntrinsicMath.Min(a.Y2, b.Y2) * down) - (IntrinsicMath.Max(a.Y1, b.Y1) * down) + 1f;
        float shared = IntrinsicMath.Max(width, 0f) * IntrinsicMath.Max(height, 0f);
        return shared / (PixelArea(a, across, down) + PixelArea(b, across, down) - shared);
    }

    private static float PixelArea(CornerBox box, float across, float down) =>
        ((box.X2 * across) - (box.X1 * across) + 1f) * ((box.Y2 * down) - (box.Y1 * down) + 1f);
}
