using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes of one re-scoring.</summary>
/// <param name="Batch">N.</param>
/// <param name="Detections">D: detections per image at most.</param>
/// <param name="Classes">C: foreground classes.</param>
public readonly record struct RescoreDetectionsShape(int Batch, int Detections, int Classes)
{
    /// <summary>Gets the number of detections of the whole batch at most: N·D.</summary>
    public long DetectionCount => (long)Batch * Detections;
}

/// <summary>
/// Scores that take the predicted quality of the mask into account, and the order that follows from them.
/// <para>Detection d of image n gets scores[n, d] · iou[n, d, classes[n, d]]; a product that is no number counts as 0. They come
/// out with the highest first, equal ones in the order in which they came, absent ones (score below 0) last.</para>
/// <para>scores: [N, D] float, absent ones last. positions: [N, D] int, carried along. classes: [N, D] int, from 0. iou: [N, D, C]
/// float, not negative. Outputs, all in the new order: rescored [N, D] float, −1 where absent; newPositions [N, D] int, −1 where
/// absent; boxScores [N, D] float, the scores as they were, 0 where absent.</para>
/// <para>One rounding each, order exact. Source: postprocess in output_utils.py with rescore_mask, which keeps the order; the
/// order is that of prep_display in eval.py.</para>
/// </summary>
public sealed class RescoreDetections : IKernel<RescoreDetections>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>,
        ArrayView<float>, ArrayView<int>, ArrayView<float>, RescoreDetectionsShape> launch;

    private RescoreDetections(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>,
            ArrayView<int>, ArrayView<float>, RescoreDetectionsShape>(Kernel);

    /// <inheritdoc/>
    public static RescoreDetections Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the re-scoring on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> scores,
        ArrayView<int> positions,
        ArrayView<int> classes,
        ArrayView<float> iou,
        ArrayView<float> rescored,
        ArrayView<int> newPositions,
        ArrayView<float> boxScores,
        RescoreDetectionsShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Detections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Classes);
        ShapeGuard.HasLength(scores, shape.DetectionCount);
        ShapeGuard.HasLength(positions, shape.DetectionCount);
        ShapeGuard.HasLength(classes, shape.DetectionCount);
        ShapeGuard.HasLength(iou, shape.DetectionCount * shape.Classes);
        ShapeGuard.HasLength(rescored, shape.DetectionCount);
        ShapeGuard.HasLength(newPositions, shape.DetectionCount);
        ShapeGuard.HasLength(boxScores, shape.DetectionCount);
        launch(
            stream,
            ShapeGuard.Index(shape.DetectionCount, "Detections"),
            scores,
            positions,
            classes,
            iou,
            rescored,
            newPositions,
            boxScores,
            shape);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> scores,
        ArrayView<int> positions,
        ArrayView<int> classes,
        ArrayView<float> iou,
        ArrayView<float> rescored,
        ArrayView<int> newPositions,
        ArrayView<float> boxScores,
        RescoreDetectionsShape shape)
    {
        int at = index.X;
        if (scores[at] < 0)
        {
            // Absent ones stand last before and after.
            rescored[at] = -1;
            newPositions[at] = -1;
            boxScores[at] = 0;
            return;
        }

        int first = at / shape.Detections * shape.Detections;
        float own = Product(at, scores, classes, iou, shape);
        int place = first;
        for (int other = first; other < first + shape.Detections; other++)
        {
            if (other != at && scores[other] >= 0)
            {
                float value = Product(other, scores, classes, iou, shape);
                place += value > own || (value == own && other < at) ? 1 : 0;
            }
        }

        rescored[place] = own;
        newPositions[place] = positions[at];
        boxScores[place] = scores[at];
    }

    private static float Product(
        int detection, ArrayView<float> scores, ArrayView<int> classes, ArrayView<float> iou, RescoreDetectionsShape shape)
    {
        float product = scores[detection] * iou[(detection * shape.Classes) + classes[detection]];
        return float.IsNaN(product) ? 0 : product;
    }
}
