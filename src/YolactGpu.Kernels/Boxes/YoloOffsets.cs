using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Boxes;

/// <summary>Sizes of one level's box offsets in the manner of YOLO.</summary>
/// <param name="Rows">Boxes of all images of the batch.</param>
/// <param name="CellsAcross">Width of the level in cells.</param>
/// <param name="CellsDown">Height of the level in cells.</param>
public readonly record struct YoloOffsetsShape(int Rows, int CellsAcross, int CellsDown);

/// <summary>
/// Box offsets of which the centre stays inside its cell: y[r] = ((σ(x₀) − ½) / cells across, (σ(x₁) − ½) / cells down, x₂, x₃).
/// <para>x, y: [rows, 4] float. y may be x. Within a few units in the last place of the quotients.</para>
/// <para>Source: use_yolo_regressors in PredictionModule of YOLACT.</para>
/// </summary>
public sealed class YoloOffsets : IKernel<YoloOffsets>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, YoloOffsetsShape> launch;

    private YoloOffsets(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, YoloOffsetsShape>(Kernel);

    /// <inheritdoc/>
    public static YoloOffsets Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the offsets on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, YoloOffsetsShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.CellsAcross);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.CellsDown);
        ShapeGuard.HasLength(x, (long)shape.Rows * 4);
        ShapeGuard.HasLength(y, (long)shape.Rows * 4);
        launch(stream, shape.Rows, x, y, shape);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, YoloOffsetsShape shape)
    {
        int at = index.X * 4;
        y[at] = (ActivationFunction.Sigmoid(x[at]) - 0.5f) / shape.CellsAcross;
        y[at + 1] = (ActivationFunction.Sigmoid(x[at + 1]) - 0.5f) / shape.CellsDown;
        y[at + 2] = x[at + 2];
        y[at + 3] = x[at + 3];
    }
}
