using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes and constants of one gathering of keypoints.</summary>
/// <param name="Batch">N.</param>
/// <param name="Detections">D: detections per image at most.</param>
/// <param name="Priors">P.</param>
/// <param name="Keypoints">J: keypoints per instance.</param>
/// <param name="Variance">Scale of the predicted offsets: that of box centres, 0.1, unless configured.</param>
public readonly record struct GatherKeypointsShape(int Batch, int Detections, int Priors, int Keypoints, float Variance)
{
    /// <summary>Gets the number of detections of the whole batch at most: N·D.</summary>
    public long DetectionCount => (long)Batch * Detections;

    /// <summary>Gets the number of keypoints of all priors of the batch: N·P·J.</summary>
    public long PredictedCount => (long)Batch * Priors * Keypoints;
}

/// <summary>
/// The keypoints of the detections that were kept, decoded as they are collected: P is thousands, D a hundred.
/// <para>With p = detectionPriors[n, d], prior (cx, cy, w, h) = priors[p] and keypoint j: x = cx + offsets[n, p, j, 0]·v·w,
/// y = cy + offsets[n, p, j, 1]·v·h, score = 1 / (1 + e^−visibility[n, p, j]).</para>
/// <para>detectionPriors: [N, D] int, as <see cref="GatherDetections"/> gives them, −1 where a detection is absent.
/// offsets: [N, P, J, 2] float. visibility: [N, P, J] float, logits. priors: [P, 4] float, centre form, relative to the
/// image. keypoints: [N, D, J, 3] float: x and y relative to the image, not clamped, and the score; all 0 where the
/// detection is absent.</para>
/// <para>x and y in the order of <see cref="Boxes.BoxDecode"/>'s centres, within 2 units in the last place of the largest
/// term; the score within 4 plus the device's error in exp. Source: the project's own; YOLACT has no keypoints.</para>
/// </summary>
public sealed class GatherKeypoints : IKernel<GatherKeypoints>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, GatherKeypointsShape, int> launch;

    private readonly Grain grain;

    private GatherKeypoints(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            GatherKeypointsShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static GatherKeypoints Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the gathering on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<int> detectionPriors,
        ArrayView<float> offsets,
        ArrayView<float> visibility,
        ArrayView<float> priors,
        ArrayView<float> keypoints,
        GatherKeypointsShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Detections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Priors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Keypoints);
        ShapeGuard.HasLength(detectionPriors, shape.DetectionCount);
        ShapeGuard.HasLength(offsets, shape.PredictedCount * 2);
        ShapeGuard.HasLength(visibility, shape.PredictedCount);
        ShapeGuard.HasLength(priors, (long)shape.Priors * 4);
        ShapeGuard.HasLength(keypoints, shape.DetectionCount * shape.Keypoints * 3);

        int keypointsPerIndex = grain.Divide(shape.Keypoints);
        int count = ShapeGuard.Index(shape.DetectionCount * shape.Keypoints / keypointsPerIndex, "Keypoints");
        launch(stream, count, detectionPriors, offsets, visibility, priors, keypoints, shape, keypointsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<int> detectionPriors,
        ArrayView<float> offsets,
        ArrayView<float> visibility,
        ArrayView<float> priors,
        ArrayView<float> keypoints,
        GatherKeypointsShape shape,
        int keypointsPerIndex)
    {
        int first = index.X * keypointsPerIndex;
        int detection = first / shape.Keypoints;
        int n = detection / shape.Detections;
        int prior = detectionPriors[detection];
        if (prior < 0)
        {
            for (int at = first * 3; at < (first + keypointsPerIndex) * 3; at++)
            {
                keypoints[at] = 0;
            }

            return;
        }

        float centerX = priors[prior * 4];
        float centerY = priors[(prior * 4) + 1];
        float width = priors[(prior * 4) + 2];
        float height = priors[(prior * 4) + 3];
        int row = ((n * shape.Priors) + prior) * shape.Keypoints;
        for (int at = first; at < first + keypointsPerIndex; at++)
        {
            int from = row + (at - (detection * shape.Keypoints));
            keypoints[at * 3] = centerX + (offsets[from * 2] * shape.Variance * width);
            keypoints[(at * 3) + 1] = centerY + (offsets[(from * 2) + 1] * shape.Variance * height);
            keypoints[(at * 3) + 2] = ActivationFunction.Sigmoid(visibility[from]);
        }
    }
}
