using System.Runtime.Intrinsics;
using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// 3x3 convolution, stride 1 and padding 1, of a map enlarged to twice its sides bilinearly, but for the blur that enlarging is, for ILGPU's CPU
/// accelerator; <see cref="BlurredConvolution2D"/> does the rest. Enlarging is to put zeros between the inputs and to blur with (1, 3, 3, 1)/4 along
/// each axis, and blurring may come after the filter. Of the filter over a map of zeros and inputs, spread apart, there are along an axis two
/// phases: w[0]·x[k] + w[2]·x[k + 1] between two inputs, and w[1]·x[k] at one. So there are four maps v of about the input's size, of which
/// that between inputs both ways has 4 taps, two have 2 and one has 1; the former by Winograd's F(6, 2). 169 multiplications for 144 outputs, in place of
/// 256 by F(6x6, 3x3).
/// <para>x: [N, H, W, C]. weights: see <see cref="PackWeights"/>. v: for each image and phase down rows of cells, and in each row the cells of both
/// phases across, of K channels; <see cref="SpreadShape"/> has the steps. Cell k lies between the inputs k and k + 1, or at input k, of a map that is
/// extended on each side by a zero and then the border's input once more: the blur needs that for the border, where enlarging repeats
/// the input, but the filter sees zeros.</para>
/// <para>Numerics: in float32; blurred, the root mean square of the errors in a layer of 256 x 9 taps is 30 in units of 2⁻²⁴ times that of the output,
/// against 41 of F(6x6, 3x3) of the enlarged map. The result depends neither on the number of workers nor on the batch.</para>
/// </summary>
public sealed class SpreadConvolution2D : IKernel<SpreadConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ConvolutionViews, SpreadShape, SimdTiling, SharedTiles> launch;
    private readonly SimdWidth width;
    private readonly TileCounters counters;
    private readonly int workers;

    private SpreadConvolution2D(Accelerator accelerator, SimdWidth width)
    {
        this.width = width;
        workers = accelerator.NumMultiprocessors;
        counters = new TileCounters(workers);
        launch = accelerator.LoadForCpu<ConvolutionViews, SpreadShape, SimdTiling, SharedTiles>(width switch
        {
            SimdWidth.Sixteen => SpreadKernels.SixteenCpuKernel,
            SimdWidth.Eight => SpreadKernels.EightCpuKernel,
            _ => SpreadKernels.FourCpuKernel,
        });
    }

    /// <summary>Gets the name of the layout of packed weights.</summary>
    public string WeightLayout => $"spread, [K/{width.Block().Columns}, planes, C, {width.Block().Columns}]";

    private static ReadOnlySpan<double> FilterTransform => SpreadOdd<Simd128, Vector128<float>>.FilterTransform;

    private static int FilterSize => SpreadOdd<Simd128, Vector128<float>>.FilterSize;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SpreadConvolution2D Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>
    /// Transforms weights from the checkpoint's [K, C, 3, 3] to [⌈K/P⌉, planes, C, P], where P is twice the vector width; channels behind the
    /// last are 0.
    /// </summary>
    public float[] PackWeights(ReadOnlySpan<float> weights, SpreadShape shape) => WinogradFilter.Pack(
        weights, shape.InputChannels, shape.OutputChannels, width.Block().Columns, FilterSize, FilterTransform);

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> weights, ArrayView<float> v, SpreadShape shape)
    {
        shape.Check();
        int side = FilterTransform.Length / FilterSize;
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(weights, (long)side * side * shape.InputChannels * width.Block().PaddedColumns(shape.OutputChannels));
        ShapeGuard.HasLength(v, shape.OutputLength);

        SimdTiling tiling = SimdTiling.ForSpread(shape, width, workers);
        SharedTiles shared = counters.Next(SpreadTile.CountOf(tiling));
        launch(stream, shared.Workers, new ConvolutionViews(x, weights, ArrayView<float>.Empty, ArrayView<float>.Empty, v), shape, tiling, shared);
    }

    internal static SpreadConvolution2D Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);
}
