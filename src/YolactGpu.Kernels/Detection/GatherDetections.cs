using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes of one gathering of the final detections.</summary>
/// <param name="Batch">N.</param>
/// <param name="Detections">D: detections per image at most.</param>
/// <param name="Classes">C: foreground classes.</param>
/// <param name="CountPerClass">k: ranked candidates per class.</param>
/// <param name="Priors">P.</param>
/// <param name="Coefficients">M: mask coefficients per prior; 0 where none are collected.</param>
public readonly record struct GatherDetectionsShape(
    int Batch, int Detections, int Classes, int CountPerClass, int Priors, int Coefficients)
{
    /// <summary>Gets the number of detections of the whole batch at most: N·D.</summary>
    public long DetectionCount => (long)Batch * Detections;

    /// <summary>Gets the number of candidates of the whole batch: N·C·k.</summary>
    public long CandidateCount => (long)Batch * Classes * CountPerClass;

    /// <summary>Gets the number of rows of boxes and of coefficients: N·P.</summary>
    public long PriorCount => (long)Batch * Priors;
}

/// <summary>
/// The detections of a batch: capacity for D per image, of which the first counts[n] are present, best first.
/// </summary>
/// <param name="Boxes">[N, D, 4]: corner form, relative to the image, not clamped.</param>
/// <param name="Classes">[N, D]: foreground class, counted from 0.</param>
/// <param name="Scores">[N, D].</param>
/// <param name="Coefficients">[N, D, M].</param>
/// <param name="Priors">[N, D]: the prior that the detection comes from.</param>
/// <param name="Counts">[N].</param>
public readonly record struct DetectionViews(
    ArrayView<float> Boxes,
    ArrayView<int> Classes,
    ArrayView<float> Scores,
    ArrayView<float> Coefficients,
    ArrayView<int> Priors,
    ArrayView<int> Counts);

/// <summary>
/// The final detections of each image, collected from where their parts lie.
/// <para>Detection d of image n comes from candidate q = positions[n, d]: its class is q / k, its prior priorIndices[n,
/// q]; box and coefficients are those of the prior. counts[n] = number of d with scores[n, d] ≥ 0.</para>
/// <para>scores: [N, D] float and positions: [N, D] int, as <see cref="TopK"/> gives them for rows of C·k survivors:
/// best first, absent ones (score below 0) last. priorIndices: [N, C·k] int. cornerBoxes: [N, P, 4] float.
/// coefficients: [N, P, M] float. Output: <see cref="DetectionViews"/>.</para>
/// <para>An absent detection has box 0, score 0, coefficients 0, class −1 and prior −1. Exact. Source: end of fast_nms
/// of YOLACT.</para>
/// </summary>
public sealed class GatherDetections : IKernel<GatherDetections>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<int>,
        ArrayView<float>, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<int>, ArrayView<int>,
        GatherDetectionsShape> launch;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>,
        GatherDetectionsShape, int> launchCoefficients;

    private readonly Grain grain;

    private GatherDetections(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>,
            ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<int>, ArrayView<int>,
            GatherDetectionsShape>(Kernel);
        launchCoefficients = accelerator.LoadIndexed<ArrayView<float>, ArrayView<int>, ArrayView<float>,
            GatherDetectionsShape, int>(CoefficientsKernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static GatherDetections Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the gathering on <paramref name="stream"/>, as two launches, or as one without coefficients; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> scores,
        ArrayView<int> positions,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> coefficients,
        DetectionViews detections,
        GatherDetectionsShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Detections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.CountPerClass);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Priors);
        ArgumentOutOfRangeException.ThrowIfNegative(shape.Coefficients);
        ShapeGuard.HasLength(scores, shape.DetectionCount);
        ShapeGuard.HasLength(positions, shape.DetectionCount);
        ShapeGuard.HasLength(priorIndices, shape.CandidateCount);
        ShapeGuard.HasLength(cornerBoxes, shape.PriorCount * 4);
        ShapeGuard.HasLength(coefficients, shape.PriorCount * shape.Coefficients);
        ShapeGuard.HasLength(detections.Boxes, shape.DetectionCount * 4);
        ShapeGuard.HasLength(detections.Classes, shape.DetectionCount);
        ShapeGuard.HasLength(detections.Scores, shape.DetectionCount);
        ShapeGuard.HasLength(detections.Coefficients, shape.DetectionCount * shape.Coefficients);
        ShapeGuard.HasLength(detections.Priors, shape.DetectionCount);
        ShapeGuard.HasLength(detections.Counts, shape.Batch);

        int count = ShapeGuard.Index(shape.DetectionCount, "Detections");
        launch(
            stream,
            count,
            scores,
            positions,
            priorIndices,
            cornerBoxes,
            detections.Boxes,
            detections.Classes,
            detections.Scores,
            detections.Priors,
            detections.Counts,
            shape);

        if (shape.Coefficients == 0)
        {
            return;
        }

        int coefficientsPerIndex = grain.Divide(shape.Coefficients);
        count = ShapeGuard.Index(shape.DetectionCount * shape.Coefficients / coefficientsPerIndex, "Coefficients");
        launchCoefficients(
            stream, count, coefficients, detections.Priors, detections.Coefficients, shape, coefficientsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> scores,
        ArrayView<int> positions,
        ArrayView<int> priorIndices,
        ArrayView<float> cornerBoxes,
        ArrayView<float> boxes,
        ArrayView<int> classes,
        ArrayView<float> detectionScores,
        ArrayView<int> priors,
        ArrayView<int> counts,
        GatherDetectionsShape shape)
    {
        int at = index.X;
        int n = at / shape.Detections;
        int rank = at - (n * shape.Detections);
        bool isPresent = scores[at] >= 0;

        // Absent detections come last, so that exactly one detection knows the count.
        if (isPresent && (rank == shape.Detections - 1 || scores[at + 1] < 0))
        {
            counts[n] = rank + 1;
        }
        else if (!isPresent && rank == 0)
        {
            counts[n] = 0;
        }

        if (!isPresent)
        {
            for (int corner = 0; corner < 4; corner++)
            {
                boxes[(at * 4) + corner] = 0;
            }

            classes[at] = -1;
            detectionScores[at] = 0;
            priors[at] = -1;
            return;
        }

        int position = positions[at];
        int prior = priorIndices[(n * shape.Classes * shape.CountPerClass) + position];
        int boxAt = ((n * shape.Priors) + prior) * 4;
        for (int corner = 0; corner < 4; corner++)
        {
            boxes[(at * 4) + corner] = cornerBoxes[boxAt + corner];
        }

        classes[at] = position / shape.CountPerClass;
        detectionScores[at] = scores[at];
        priors[at] = prior;
    }

    internal static void CoefficientsKernel(
        Index1D index,
        ArrayView<float> coefficients,
        ArrayView<int> priors,
        ArrayView<float> gathered,
        GatherDetectionsShape shape,
        int coefficientsPerIndex)
    {
        int first = index.X * coefficientsPerIndex;
        int detection = first / shape.Coefficients;
        int n = detection / shape.Detections;
        int prior = priors[detection];
        int row = ((n * shape.Priors) + IntrinsicMath.Max(prior, 0)) * shape.Coefficients;
        for (int at = first; at < first + coefficientsPerIndex; at++)
        {
            int m = at - (detection * shape.Coefficients);
            gathered[at] = prior < 0 ? 0 : coefficients[row + m];
        }
    }
}
