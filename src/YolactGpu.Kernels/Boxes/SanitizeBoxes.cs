using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Boxes;

/// <summary>Sizes of one conversion of relative boxes to pixels of one image.</summary>
/// <param name="BoxCount">Boxes.</param>
/// <param name="Width">Width of the image in pixels.</param>
/// <param name="Height">Height of the image in pixels.</param>
/// <param name="Padding">Pixels added on each side before clamping.</param>
public readonly record struct SanitizeBoxesShape(int BoxCount, int Width, int Height, int Padding);

/// <summary>
/// Relative boxes to boxes in pixels with their corners in order.
/// <para>x1, x2 = x1·width, x2·width; sorted; x1 = max(x1 − padding, 0); x2 = min(x2 + padding, width); so y with
/// height.</para>
/// <para>cornerBoxes: [boxes, 4] float, relative to the image. pixelBoxes: [boxes, 4] float, or int: then the products
/// are first truncated towards zero (NaN to 0, beyond ±2³⁰ to ±2³⁰), which for padding 0 equals truncating at the
/// end.</para>
/// <para>Only the low corner is clamped to 0 and only the high one to the size, so a box that lies wholly outside may
/// come out with x1 &gt; x2: kept from the original. Exact but for the rounding of the products.</para>
/// <para>Source: sanitize_coordinates of YOLACT's box_utils; the int form with padding 0 is what postprocess
/// returns.</para>
/// </summary>
public sealed class SanitizeBoxes : IKernel<SanitizeBoxes>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, SanitizeBoxesShape, int>
        launchFloats;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<int>, SanitizeBoxesShape, int>
        launchInts;

    private readonly Grain grain;

    private SanitizeBoxes(Accelerator accelerator)
    {
        launchFloats =
            accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, SanitizeBoxesShape, int>(FloatKernel);
        launchInts = accelerator.LoadIndexed<ArrayView<float>, ArrayView<int>, SanitizeBoxesShape, int>(IntKernel);
        grain = new Grain(accelerator);
    }

    /// <inheritdoc/>
    public static SanitizeBoxes Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the conversion to fractional pixels on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> cornerBoxes, ArrayView<float> pixelBoxes, SanitizeBoxesShape shape)
    {
        Check(cornerBoxes, shape);
        ShapeGuard.HasLength(pixelBoxes, (long)shape.BoxCount * 4);

        int run = grain.Run(shape.BoxCount);
        launchFloats(stream, (shape.BoxCount + run - 1) / run, cornerBoxes, pixelBoxes, shape, run);
    }

    /// <summary>Queues the conversion to whole pixels on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(
        AcceleratorStream stream, ArrayView<float> cornerBoxes, ArrayView<int> pixelBoxes, SanitizeBoxesShape shape)
    {
        Check(cornerBoxes, shape);
        ShapeGuard.HasLength(pixelBoxes, (long)shape.BoxCount * 4);

        int run = grain.Run(shape.BoxCount);
        launchInts(stream, (shape.BoxCount + run - 1) / run, cornerBoxes, pixelBoxes, shape, run);
    }

    internal static void FloatKernel(
        Index1D index,
        ArrayView<float> cornerBoxes,
        ArrayView<float> pixelBoxes,
        SanitizeBoxesShape shape,
        int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, shape.BoxCount);
        for (int box = first; box < end; box++)
        {
            CornerBox relative = BoxGeometry.Load(cornerBoxes, box);
            pixelBoxes[box * 4] = BoxSanitizing.Low(relative.X1, relative.X2, shape.Width, shape.Padding);
            pixelBoxes[(box * 4) + 1] = BoxSanitizing.Low(relative.Y1, relative.Y2, shape.Height, shape.Padding);
            pixelBoxes[(box * 4) + 2] = BoxSanitizing.High(relative.X1, relative.X2, shape.Width, shape.Padding);
            pixelBoxes[(box * 4) + 3] = BoxSanitizing.High(relative.Y1, relative.Y2, shape.Height, shape.Padding);
        }
    }

    internal static void IntKernel(
        Index1D index,
        ArrayView<float> cornerBoxes,
        ArrayView<int> pixelBoxes,
        SanitizeBoxesShape shape,
        int run)
    {
        int first = index.X * run;
        int end = IntrinsicMath.Min(first + run, shape.BoxCount);
        for (int box = first; box < end; box++)
        {
            CornerBox relative = BoxGeometry.Load(cornerBoxes, box);
            int x1 = BoxSanitizing.Truncate(relative.X1 * shape.Width);
            int x2 = BoxSanitizing.Truncate(relative.X2 * shape.Width);
            int y1 = BoxSanitizing.Truncate(relative.Y1 * shape.Height);
            int y2 = BoxSanitizing.Truncate(relative.Y2 * shape.Height);
            pixelBoxes[box * 4] = IntrinsicMath.Max(IntrinsicMath.Min(x1, x2) - shape.Padding, 0);
            pixelBoxes[(box * 4) + 1] = IntrinsicMath.Max(IntrinsicMath.Min(y1, y2) - shape.Padding, 0);
            pixelBoxes[(box * 4) + 2] = IntrinsicMath.Min(IntrinsicMath.Max(x1, x2) + shape.Padding, shape.Width);
            pixelBoxes[(box * 4) + 3] = IntrinsicMath.Min(IntrinsicMath.Max(y1, y2) + shape.Padding, shape.Height);
        }
    }

    private static void Check(ArrayView<float> cornerBoxes, SanitizeBoxesShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.BoxCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Height);
        ArgumentOutOfRangeException.ThrowIfNegative(shape.Padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Padding, BoxSanitizing.Limit);
        ShapeGuard.HasLength(cornerBoxes, (long)shape.BoxCount * 4);
    }
}
