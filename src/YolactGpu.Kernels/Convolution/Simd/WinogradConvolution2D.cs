using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// 3x3 convolution of stride 1 or 2, and 7x7 of stride 2 over images, by Winograd's algorithm (<see cref="IWinograd"/>), for ILGPU's CPU
/// accelerator: the same function as <see cref="Convolution2D"/>, where <see cref="Fits"/> says so, with fewer multiplications.
/// <para>x: [N, H, W, C], C a multiple of 16, or at most 4 for the 7x7 filter. weights: see <see cref="PackWeights"/>. bias: [K] or empty. residual: as y,
/// or empty. y: [N, OH, OW, K]. All float, contiguous.</para>
/// <para>Numerics: the sums are in float32 and over channels only. Root mean square of the errors in a layer of 256 x 9
/// taps, in units of 2⁻²⁴ times that of y: 7 for F(2x2), 6 for F(3x3) of stride 2, 20 for F(4x4), 82 for F(6x6), against 10 of
/// the direct kernel; 21 for F(5x5) in a layer of 3 x 49 taps.</para>
/// <para>Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015.</para>
/// </summary>
public sealed class WinogradConvolution2D : IKernel<WinogradConvolution2D>
{
    private readonly Dictionary<WinogradSize, Action<AcceleratorStream, Index1D, ConvolutionMaps, Convolution2DShape, SimdTiling,
        Activation, SharedTiles>> launches;

    private readonly TileCounters counters;
    private readonly int workers;

    private WinogradConvolution2D(Accelerator accelerator, SimdWidth width)
    {
        Width = width;
        workers = accelerator.NumMultiprocessors;
        counters = new TileCounters(workers);
        launches = Enum.GetValues<WinogradSize>()
            .ToDictionary(size => size, size => accelerator.LoadForCpu(WinogradKernels.For(size, width)));
    }

    /// <summary>Gets the vector width.</summary>
    public SimdWidth Width { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static WinogradConvolution2D Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>
    /// Tells whether an algorithm can compute a layer: a 3x3 filter of its stride, 2 for <see cref="WinogradSize.Three"/> and 1 for the
    /// others, not dilated, and whole blocks of 16 channels. For <see cref="WinogradSize.Five"/> a filter of 7x7 or 8x8, stride 2, and at most 4
    /// channels.
    /// </summary>
    public static bool Fits(Convolution2DShape shape, WinogradSize size) =>
        size == WinogradSize.Five
            ? PatchCells.Fits(shape)
            : shape is { FilterHeight: 3, FilterWidth: 3, Dilation: 1 }
                && shape.Stride == size.Stride()
                && shape.InputChannels % PackedInput.Block == 0;

    /// <summary>
    /// Transforms weights from the checkpoint's [K, C, FH, FW] to [⌈K/P⌉, planes, C, P], where P is twice the vector
    /// width; channels behind the last are 0.
    /// </summary>
    public float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape, WinogradSize size) => WinogradFilter.Pack(
        size == WinogradSize.Five ? PatchCells.Filters(weights, shape) : weights,
        size.Depth(shape),
        shape.OutputChannels,
        Width.Block().Columns,
        size.FilterSize(),
        WinogradKernels.FilterTransform(size));

    /// <summary>Gives the name of the layout of packed weights.</summary>
    public string WeightLayout(WinogradSize size) =>
        $"Winograd {(int)size}, [K/{Width.Block().Columns}, planes, C, {Width.Block().Columns}]";

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape is not one that <see cref="Fits"/>, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        WinogradSize size,
        Activation activation) =>
        Launch(stream, ConvolutionMaps.Of(new ConvolutionViews(x, weights, bias, residual, y)), shape, size, activation);

    /// <summary>
    /// Queues the convolution of some maps, whose patches are one list, on <paramref name="stream"/>; it does not wait. Weights are read for
    /// as many patches at a time as fit, whichever maps they lie on, and only the last block of patches may not be whole.
    /// </summary>
    /// <param name="stream">Where it is queued.</param>
    /// <param name="maps">The maps, at most <see cref="ConvolutionMaps.Most"/>.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="bias">[K] or empty.</param>
    /// <param name="shape">Sizes of one of the maps; of its height and width nothing depends.</param>
    /// <param name="size">Which of the algorithms.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">As for one map, or there are none or too many.</exception>
    public void Launch(
        AcceleratorStream stream,
        ReadOnlySpan<ConvolutionMap> maps,
        ArrayView<float> weights,
        ArrayView<float> bias,
        Convolution2DShape shape,
        WinogradSize size,
        Activation activation)
    {
        ConvolutionMaps all = ConvolutionMaps.Of(maps, weights, bias);
        Launch(stream, all, shape with { InputHeight = maps[0].Height, InputWidth = maps[0].Width }, size, activation);
    }

    internal static WinogradConvolution2D Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);

    private void Launch(AcceleratorStream stream, in ConvolutionMaps maps, Convolution2DShape shape, WinogradSize size, Activation activation)
    {
        for (int map = 0; map < maps.Count; map++)
        {
            maps.ShapeOf(map, shape).Check();
        }

        if (!Fits(shape, size))
        {
            string wanted = size == WinogradSize.Five ? "a 7x7 or 8x8 filter and at most 4 channels" : "a 3x3 filter and channels in sixteens";
            throw new ArgumentException($"{shape} must have {wanted}, stride {size.Stride()} and dilation 1 for Winograd's {size}.");
        }

        (_, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, _) = maps.First;
        ShapeGuard.HasLength(weights, (long)size.WeightPlanes() * size.Depth(shape) * Width.Block().PaddedColumns(shape.OutputChannels));
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        for (int map = 0; map < maps.Count; map++)
        {
            (ArrayView<float> x, ArrayView<float> y) = (maps.X(map), maps.Y(map));
            ShapeGuard.HasLength(x, maps.ShapeOf(map, shape).InputLength);
            ShapeGuard.HasLength(y, maps.ShapeOf(map, shape).OutputLength);
        }

        SimdTiling tiling = SimdTiling.ForWinograd(WinogradPatches.CountOf(maps, shape, (int)size), shape, size, Width, workers);
        SharedTiles shared = counters.Next(tiling.Tiles);
        launches[size](stream, shared.Workers, maps, shape, tiling, activation, shared);
    }
}
