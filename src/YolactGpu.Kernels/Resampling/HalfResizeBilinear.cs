using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Resampling;

/// <summary>
/// Bilinear resize of halves: the function of <see cref="ResizeBilinear"/> on tensors stored as FP16, two elements to a float of the
/// view; computed in float32.
/// <para>x: [N, H, W, C] halves. y: [N, OH, OW, C] halves. C is even.</para>
/// <para>As exact as <see cref="ResizeBilinear"/>, then rounded to FP16 once.</para>
/// </summary>
public sealed class HalfResizeBilinear : IKernel<HalfResizeBilinear>
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ResizeBilinearShape> launch;

    private HalfResizeBilinear(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, ResizeBilinearShape>(Kernel);

    /// <inheritdoc/>
    public static HalfResizeBilinear Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the resize on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.Channels % 2, 0);
        ShapeGuard.HasLength(x, shape.InputLength / 2);
        ShapeGuard.HasLength(y, shape.OutputLength / 2);
        launch(stream, ShapeGuard.Index(shape.OutputLength / 2, "Pairs of outputs"), x, y, shape);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, ResizeBilinearShape shape)
    {
        int pairs = shape.Channels / 2;
        int pair = index.X % pairs;
        int pixel = index.X / pairs;
        int column = pixel % shape.OutputWidth;
        int row = pixel / shape.OutputWidth % shape.OutputHeight;
        int n = pixel / (shape.OutputWidth * shape.OutputHeight);

        float sourceRow = BilinearSampling.Source(row, shape.InputHeight, shape.OutputHeight);
        float sourceColumn = BilinearSampling.Source(column, shape.InputWidth, shape.OutputWidth);
        int top = (int)sourceRow;
        int left = (int)sourceColumn;
        int bottom = IntrinsicMath.Min(top + 1, shape.InputHeight - 1);
        int right = IntrinsicMath.Min(left + 1, shape.InputWidth - 1);
        float down = sourceRow - top;
        float across = sourceColumn - left;

        ArrayView<uint> words = x.Cast<uint>();
        int upperRow = ((n * shape.InputHeight) + top) * shape.InputWidth;
        int lowerRow = ((n * shape.InputHeight) + bottom) * shape.InputWidth;
        uint topLeft = words[((upperRow + left) * pairs) + pair];
        uint topRight = words[((upperRow + right) * pairs) + pair];
        uint bottomLeft = words[((lowerRow + left) * pairs) + pair];
        uint bottomRight = words[((lowerRow + right) * pairs) + pair];
        uint low = Blend(topLeft & 0xFFFF, topRight & 0xFFFF, bottomLeft & 0xFFFF, bottomRight & 0xFFFF, down, across);
        uint high = Blend(topLeft >> 16, topRight >> 16, bottomLeft >> 16, bottomRight >> 16, down, across);
        y.Cast<uint>()[index.X] = low | (high << 16);
    }

    private static uint Blend(uint topLeft, uint topRight, uint bottomLeft, uint bottomRight, float down, float across) =>
        HalfBits.Encode(BilinearSampling.Blend(
            HalfBits.Decode(topLeft), HalfBits.Decode(topRight), HalfBits.Decode(bottomLeft), HalfBits.Decode(bottomRight), down, across));
}
