using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// 2-D convolution for OpenCL devices without fast shared memory, which are processors: the same function as
/// <see cref="Convolution2D"/>, its oracle. One work item keeps the sums of 8 pixels by 8 channels in registers; nothing is shared
/// and nothing waits. Neighbouring channels are neighbouring fields, so that the driver's compiler makes vectors of them.
/// Any channel counts, filter, stride, padding, dilation and batch.
/// <para>x: [N, H, W, C]. weights: see <see cref="PackWeights"/>. bias: [K] or empty. residual: as y, or empty.
/// y: [N, OH, OW, K]. All float, contiguous. Where K is a multiple of 4, y and the residual must begin at a multiple
/// of 16 bytes in memory.</para>
/// <para>Summed in float32 in the order filter row, filter column, channel, then bias, then residual.</para>
/// </summary>
public sealed class RegisterConvolution2D : IKernel<RegisterConvolution2D>
{
    /// <summary>Name of the layout of packed weights.</summary>
    public const string WeightLayout = "[K/8, FH, FW, C, 8]";

    private const int Pixels = 8;
    private const int Channels = 8;

    private static readonly TileFamily Family = new([(new ConvolutionTile(Pixels, Channels, 1), 1)], 1, 1, 1);

    // Work items of a group do neighbouring pixels with the same weights, which so stay in the cache.
    private const int GroupSize = 16;

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, TiledShape> launch;

    private readonly int groupSize;

    private RegisterConvolution2D(Accelerator accelerator)
    {
        launch = accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, TiledShape>(
            Kernel);
        groupSize = accelerator.AcceleratorType == AcceleratorType.CPU ? 1 : GroupSize;
    }

    /// <inheritdoc/>
    public static RegisterConvolution2D Load(Accelerator accelerator) => new(accelerator);

    /// <summary>
    /// Reorders weights from the checkpoint's [K, C, FH, FW] into panels of 8 neighbouring channels, [⌈K/8⌉, FH, FW, C, 8];
    /// channels behind the last are 0.
    /// </summary>
    public static float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape)
    {
        int area = shape.FilterHeight * shape.FilterWidth;
        float[] packed = new float[WeightLength(shape)];
        for (int k = 0; k < shape.OutputChannels; k++)
        {
            ReadOnlySpan<float> filter = weights.Slice(k * shape.Taps, shape.Taps);
            int panel = (k / Channels * shape.Taps * Channels) + (k % Channels);
            for (int c = 0; c < shape.InputChannels; c++)
            {
                for (int tap = 0; tap < area; tap++)
                {
                    packed[panel + (((tap * shape.InputChannels) + c) * Channels)] = filter[(c * area) + tap];
                }
            }
        }

        return packed;
    }

    /// <summary>Gives the floats of the packed weights.</summary>
    public static long WeightLength(Convolution2DShape shape) =>
        (long)TiledShape.RoundUp(shape.OutputChannels, Channels) * shape.Taps;

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation)
    {
        shape.Check();
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(weights, WeightLength(shape));
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);

        TiledShape tiled = TiledShape.For(shape, activation, 1, Family);
        int panels = TiledShape.DivideUp(shape.OutputChannels, Channels);
        int groups = TiledShape.DivideUp(TiledShape.DivideUp(tiled.Pixels, Pixels), groupSize);
        launch(
            stream, new KernelConfig(new Index2D(groups, panels), new Index2D(groupSize, 1)), x, weights, bias, residual, y, tiled);
    }

    internal static void Kernel(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, TiledShape shape)
    {
        int pixel = ((Grid.IdxX * Group.DimX) + Group.IdxX) * Pixels;
        int channel = Grid.IdxY * Channels;
        if (pixel >= shape.Pixels)
        {
            return;
        }

        WindowCorner corner0 = WindowCorner.Of(pixel, shape);
        WindowCorner corner1 = WindowCorner.Of(pixel + 1, shape);
        WindowCorner corner2 = WindowCorner.Of(pixel + 2, shape);
        WindowCorner corner3 = WindowCorner.Of(pixel + 3, shape);
        WindowCorner corner4 = WindowCorner.Of(pixel + 4, shape);
        WindowCorner corner5 = WindowCorner.Of(pixel + 5, shape);
        WindowCorner corner6 = WindowCorner.Of(pixel + 6, shape);
        WindowCorner corner7 = WindowCorner.Of(pixel + 7, shape);
        Sums4x4 sums00 = default;
        Sums4x4 sums01 = default;
        Sums4x4 sums10 = default;
        Sums4x4 sums11 = default;
        ArrayView<Float4> weightQuads = weights.Cast<Float4>();
        int channels = shape.Convolution.InputChannels;
        int taps = shape.Convolution.FilterHeight * shape.Convolution.FilterWidth;
        int weight = Grid.IdxY * taps * channels * (Channels / 4);
        InputWalk walk = default;
        for (int tap = 0; tap < taps; tap++)
        {
            int x0 = walk.IndexFor(corner0, shape);
            int x1 = walk.IndexFor(corner1, shape);
            int x2 = walk.IndexFor(corner2, shape);
            int x3 = walk.IndexFor(corner3, shape);
            int x4 = walk.IndexFor(corner4, shape);
            int x5 = walk.IndexFor(corner5, shape);
            int x6 = walk.IndexFor(corner6, shape);
            int x7 = walk.IndexFor(corner7, shape);
            if ((x0 | x1 | x2 | x3 | x4 | x5 | x6 | x7) >= 0)
            {
                for (int c = 0; c < channels; c++)
                {
                    Float4 pixels0 = default;
                    pixels0.X = x[x0 + c];
                    pixels0.Y = x[x1 + c];
                    pixels0.Z = x[x2 + c];
                    pixels0.W = x[x3 + c];
                    Float4 pixels1 = default;
                    pixels1.X = x[x4 + c];
                    pixels1.Y = x[x5 + c];
                    pixels1.Z = x[x6 + c];
                    pixels1.W = x[x7 + c];
                    Multiply(pixels0, pixels1, weightQuads, weight, ref sums00, ref sums01, ref sums10, ref sums11);
                    weight += Channels / 4;
                }
            }
            else
            {
                for (int c = 0; c < channels; c++)
                {
                    Float4 pixels0 = default;
                    pixels0.X = x0 < 0 ? 0f : x[x0 + c];
                    pixels0.Y = x1 < 0 ? 0f : x[x1 + c];
                    pixels0.Z = x2 < 0 ? 0f : x[x2 + c];
                    pixels0.W = x3 < 0 ? 0f : x[x3 + c];
                    Float4 pixels1 = default;
                    pixels1.X = x4 < 0 ? 0f : x[x4 + c];
                    pixels1.Y = x5 < 0 ? 0f : x[x5 + c];
                    pixels1.Z = x6 < 0 ? 0f : x[x6 + c];
                    pixels1.W = x7 < 0 ? 0f : x[x7 + c];
                    Multiply(pixels0, pixels1, weightQuads, weight, ref sums00, ref sums01, ref sums10, ref sums11);
                    weight += Channels / 4;
                }
            }

            walk.NextTap(shape);
        }

        OutputQuad.StoreBlock(sums00, bias, residual, y, pixel, 0, channel, shape);
        OutputQuad.StoreBlock(sums01, bias, residual, y, pixel, 0, channel + 4, shape);
        OutputQuad.StoreBlock(sums10, bias, residual, y, pixel + 4, 0, channel, shape);
        OutputQuad.StoreBlock(sums11, bias, residual, y, pixel + 4, 0, channel + 4, shape);
        if (OutputQuad.NeedsRefining(shape.Activation))
        {
            for (int row = 0; row < Pixels; row++)
            {
                OutputQuad.Refine(y, pixel + row, channel, 8, shape);
            }
        }
    }

    private static void Multiply(
        Float4 pixels0,
        Float4 pixels1,
        ArrayView<Float4> weights,
        int weight,
        ref Sums4x4 sums00,
        ref Sums4x4 sums01,
        ref Sums4x4 sums10,
        ref Sums4x4 sums11)
    {
        Float4 channels0 = weights[weight];
        Float4 channels1 = weights[weight + 1];
        sums00.Add(pixels0, channels0);
        sums01.Add(pixels0, channels1);
        sums10.Add(pixels1, channels0);
        sums11.Add(pixels1, channels1);
    }
}
