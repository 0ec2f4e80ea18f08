using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Boxes;

/// <summary>Sizes and constants of one decoding of predicted boxes.</summary>
/// <param name="Batch">N.</param>
/// <param name="Priors">P.</param>
/// <param name="CenterVariance">Scale of the predicted centre: 0.1 in every YOLACT configuration.</param>
/// <param name="SizeVariance">Scale of the predicted logarithm of the size: 0.2 there.</param>
public readonly record struct BoxDecodeShape(int Batch, int Priors, float CenterVariance, float SizeVariance)
{
    /// <summary>Gets the number of boxes: N·P.</summary>
    public long BoxCount => (long)Batch * Priors;

    internal void Check(ArrayView<float> priors, ArrayView<float> cornerBoxes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Priors);
        ShapeGuard.HasLength(priors, (long)Priors * 4);
        ShapeGuard.HasLength(cornerBoxes, BoxCount * 4);
    }
}

/// <summary>
/// Predicted offsets to boxes.
/// <para>centre = prior centre + loc[0..1]·v₀·prior size; size = prior size · e^(loc[2..3]·v₁); x1 = cx − w/2, x2 = x1
/// + w (not cx + w/2), and so y1, y2.</para>
/// <para>loc: [N, P, 4] float. priors: [P, 4] float, centre form. cornerBoxes: [N, P, 4] float, corner form, relative
/// to the image, not clamped. cornerBoxes may be loc.</para>
/// <para>The original's operations in its order; within 4 units in the last place of the largest term, plus the
/// device's error in exp. Source: decode of YOLACT's box_utils without yolo regressors (its Detect never passes that
/// flag).</para>
/// </summary>
public sealed class BoxDecode : IKernel<BoxDecode>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        BoxDecodeShape, int> launch;

    private readonly Grain grain;

    private BoxDecode(Accelerator accelerator)
    {
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ArrayView<float>, BoxDecodeShape, int>(
            Kernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static BoxDecode Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the decoding on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> loc,
        ArrayView<float> priors,
        ArrayView<float> cornerBoxes,
        BoxDecodeShape shape)
    {
        shape.Check(priors, cornerBoxes);
        ShapeGuard.HasLength(loc, shape.BoxCount * 4);

        int run = grain.Run(shape.BoxCount);
        int count = ShapeGuard.Index((shape.BoxCount + run - 1) / run, "Boxes");
        launch(stream, count, loc, priors, cornerBoxes, shape, run);
    }

    internal static void Kernel(
        Index1D index,
        ArrayView<float> loc,
        ArrayView<float> priors,
        ArrayView<float> cornerBoxes,
        BoxDecodeShape shape,
        int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, shape.Batch * shape.Priors);
        for (int box = first; box < end; box++)
        {
            int at = box * 4;
            int priorAt = box % shape.Priors * 4;
            CornerBox corners = Decode(
                loc[at], loc[at + 1], loc[at + 2], loc[at + 3], priors[priorAt], priors[priorAt + 1], priors[priorAt + 2], priors[priorAt + 3], shape);
            cornerBoxes[at] = corners.X1;
            cornerBoxes[at + 1] = corners.Y1;
            cornerBoxes[at + 2] = corners.X2;
            cornerBoxes[at + 3] = corners.Y2;
        }
    }

    /// <summary>Decodes one box: its four offsets; the prior's centre and size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static CornerBox Decode(
        float offsetX,
        float offsetY,
        float offsetWidth,
        float offsetHeight,
        float priorX,
        float priorY,
        float priorWidth,
        float priorHeight,
        BoxDecodeShape shape)
    {
        float centerX = priorX + (offsetX * shape.CenterVariance * priorWidth);
        float centerY = priorY + (offsetY * shape.CenterVariance * priorHeight);
        float width = priorWidth * XMath.Exp(offsetWidth * shape.SizeVariance);
        float height = priorHeight * XMath.Exp(offsetHeight * shape.SizeVariance);
        float left = centerX - (width / 2);
        float top = centerY - (height / 2);
        return new CornerBox(left, top, left + width, top + height);
    }
}
