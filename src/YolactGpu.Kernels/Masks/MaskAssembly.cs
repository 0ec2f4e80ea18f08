using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Masks;

/// <summary>Sizes and constants of one assembly of masks.</summary>
/// <param name="Batch">N.</param>
/// <param name="Detections">D: detections per image at most.</param>
/// <param name="PrototypeHeight">H: rows of the prototypes.</param>
/// <param name="PrototypeWidth">W.</param>
/// <param name="Prototypes">M: prototypes, and coefficients per detection.</param>
/// <param name="ScoreThreshold">Only detections with a score above this get a mask; a negative one takes all.</param>
/// <param name="Crop">Whether masks are cut off at their boxes.</param>
/// <param name="CropPadding">Pixels of the prototypes by which the box is grown before; 1 in YOLACT.</param>
public readonly record struct MaskAssemblyShape(
    int Batch,
    int Detections,
    int PrototypeHeight,
    int PrototypeWidth,
    int Prototypes,
    float ScoreThreshold,
    MaskCrop Crop,
    int CropPadding)
{
    /// <summary>Gets what is applied to the sums; sigmoid in YOLACT's released configurations.</summary>
    public Activation Activation { get; init; } = Activation.Sigmoid;

    /// <summary>Gets the number of detections of the whole batch at most: N·D.</summary>
    public long DetectionCount => (long)Batch * Detections;

    /// <summary>Gets the number of elements of masks: N·D·H·W.</summary>
    public long OutputLength => DetectionCount * PrototypeHeight * PrototypeWidth;

    internal void Check(
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Detections);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PrototypeHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PrototypeWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Prototypes);
        ArgumentOutOfRangeException.ThrowIfNegative(CropPadding);
        ShapeGuard.HasLength(
            prototypes, (long)Batch * PrototypeHeight * PrototypeWidth * Prototypes);
        ShapeGuard.HasLength(coefficients, DetectionCount * Prototypes);
        ShapeGuard.HasLength(cornerBoxes, DetectionCount * 4);
        ShapeGuard.HasLength(scores, DetectionCount);
        ShapeGuard.HasLength(counts, Batch);
        ShapeGuard.HasLength(masks, OutputLength);
    }
}

/// <summary>
/// Soft masks at the resolution of the prototypes.
/// <para>masks[n, d, i, j] = activation(Σₘ prototypes[n, i, j, m] · coefficients[n, d, m]) inside the box, 0 outside;
/// inside are the rows and columns of which the index lies in [low, high) of the box in pixels, grown by the
/// padding.</para>
/// <para>prototypes: [N, H, W, M] float. coefficients: [N, D, M] float. cornerBoxes: [N, D, 4] float, relative, not
/// clamped. scores: [N, D] float. counts: [N] int, detections present. masks: [N, D, H, W] float; that of a detection
/// which is absent or not above the score threshold is left as it is.</para>
/// <para>Summed in float32 in the order of m: relative error of the sum of order M·2⁻²⁴ of Σ|p·c|.</para>
/// <para>Source: postprocess and crop of YOLACT. Zero-based index against fractional limit, not the pixel's centre:
/// kept.</para>
/// </summary>
public sealed class MaskAssembly : IKernel<MaskAssembly>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<int>, ArrayView<float>, MaskAssemblyShape, int> launch;

    private readonly Grain grain;

    private MaskAssembly(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<int>, ArrayView<float>, MaskAssemblyShape, int>(Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static MaskAssembly Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the assembly on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks,
        MaskAssemblyShape shape)
    {
        shape.Check(prototypes, coefficients, cornerBoxes, scores, counts, masks);

        int pixelsPerIndex = grain.Divide(shape.PrototypeWidth);
        int count = ShapeGuard.Index(shape.OutputLength / pixelsPerIndex, "Mask pixels");
        launch(
            stream, count, prototypes, coefficients, cornerBoxes, scores, counts, masks, shape, pixelsPerIndex);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks,
        MaskAssemblyShape shape,
        int pixelsPerIndex)
    {
        int first = index.X * pixelsPerIndex;
        int row = first / shape.PrototypeWidth;
        int detection = row / shape.PrototypeHeight;
        int n = detection / shape.Detections;
        if (detection - (n * shape.Detections) >= counts[n] || scores[detection] <= shape.ScoreThreshold)
        {
            return;
        }

        CornerBox box = BoxGeometry.Load(cornerBoxes, detection);
        int left = MaskCropping.First(box.X1, box.X2, shape.PrototypeWidth, shape.CropPadding, shape.Crop);
        int right = MaskCropping.End(box.X1, box.X2, shape.PrototypeWidth, shape.CropPadding, shape.Crop);
        int top = MaskCropping.First(box.Y1, box.Y2, shape.PrototypeHeight, shape.CropPadding, shape.Crop);
        int bottom = MaskCropping.End(box.Y1, box.Y2, shape.PrototypeHeight, shape.CropPadding, shape.Crop);

        int i = row - (detection * shape.PrototypeHeight);
        bool isRowInside = i >= top && i < bottom;
        int coefficientAt = detection * shape.Prototypes;
        int prototypeRow = ((n * shape.PrototypeHeight) + i) * shape.PrototypeWidth;
        for (int at = first; at < first + pixelsPerIndex; at++)
        {
            int j = at - (row * shape.PrototypeWidth);
            float value = 0;
            if (isRowInside && j >= left && j < right)
            {
                int prototypeAt = (prototypeRow + j) * shape.Prototypes;
                float sum = 0;
                for (int m = 0; m < shape.Prototypes; m++)
                {
                    sum += prototypes[prototypeAt + m] * coefficients[coefficientAt + m];
                }

                value = ActivationFunction.Apply(sum, shape.Activation);
            }

            masks[at] = value;
        }
    }
}
