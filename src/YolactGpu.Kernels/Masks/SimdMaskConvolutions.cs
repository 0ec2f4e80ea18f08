using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Kernels.Masks;

/// <summary>The tensors of <see cref="SimdMaskConvolutions"/>. Public because ILGPU emits code that names it.</summary>
/// <param name="Masks">[N, D, H, W].</param>
/// <param name="Counts">[N].</param>
/// <param name="Weights">Of all layers, as the kernel packed them.</param>
/// <param name="Bias">Of all layers, one behind the other.</param>
/// <param name="Y">[N, D, K].</param>
public readonly record struct MaskConvolutionViews(
    ArrayView<float> Masks, ArrayView<int> Counts, ArrayView<float> Weights, ArrayView<float> Bias, ArrayView<float> Y);

/// <summary>Sizes of convolutions over the masks of detections.</summary>
/// <param name="Batch">N.</param>
/// <param name="Detections">D: detections per image at most.</param>
/// <param name="Chain">The convolutions, for one mask.</param>
public readonly record struct MaskConvolutionsShape(int Batch, int Detections, ConvolutionChain Chain)
{
    /// <summary>Gets the number of detections of the whole batch at most: N·D.</summary>
    public long DetectionCount => (long)Batch * Detections;
}

/// <summary>
/// Convolutions over the masks of detections and the maximum of the last one's channels, on the processor's vectors, for the CPU accelerator:
/// what <see cref="SimdConvolution2D"/> for each of them and <see cref="Pooling.GlobalMaxPool2D"/> give, bit for bit, for the masks that
/// are there.
/// <para>y[n, d, k] = max over i, j of the last convolution's output for mask [n, d], for d &lt; counts[n]; that of an absent detection is left
/// as it is, and its mask not read. masks: [N, D, H, W] float. counts: [N] int. weights: see <see cref="PackWeights"/>. bias: [ΣK] float.</para>
/// <para>How it works: a worker takes some masks at a time through all layers, so that what lies between them stays in its cache. Large maps
/// are computed mask by mask, and of what lies above and below a mask's box one row alone (<see cref="MaskRows"/>); of small ones, which would
/// not fill the registers' blocks of pixels, those of all its masks are one batch.</para>
/// <para>Measured for the net of YOLACT++ on two cores: 100 masks 5.7 ms, 4.1 ms where boxes are a third as high as the image; 5 masks
/// 0.4 ms.</para>
/// </summary>
public sealed class SimdMaskConvolutions : IKernel<SimdMaskConvolutions>
{
    private readonly Action<AcceleratorStream, Index1D, MaskConvolutionViews, MaskConvolutionsShape, SharedTiles> launch;
    private readonly TileCounters counters;
    private readonly SimdWidth width;

    private SimdMaskConvolutions(Accelerator accelerator, SimdWidth width)
    {
        this.width = width;
        counters = new TileCounters(accelerator.NumMultiprocessors);
        launch = accelerator.LoadForCpu<MaskConvolutionViews, MaskConvolutionsShape, SharedTiles>(width switch
        {
            SimdWidth.Sixteen => MaskConvolutionKernels.SixteenCpuKernel,
            SimdWidth.Eight => MaskConvolutionKernels.EightCpuKernel,
            _ => MaskConvolutionKernels.FourCpuKernel,
        });
    }

    /// <summary>Gets the name of the layout of packed weights.</summary>
    public string WeightLayout => $"[K/{width.Block().Columns}, FH, FW, C, {width.Block().Columns}] layer by layer";

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdMaskConvolutions Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>Packs the weights of each layer as <see cref="SimdConvolution2D.PackWeights"/> does.</summary>
    /// <param name="weights">[K, C, FH, FW] of each layer, one behind the other.</param>
    /// <param name="chain">The layers.</param>
    public float[] PackWeights(ReadOnlySpan<float> weights, ConvolutionChain chain) =>
        chain.PackWeights(weights, (own, shape) => SimdConvolution2D.PackPlain(own, shape, width.Block().Columns));

    /// <summary>Queues the convolutions on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(AcceleratorStream stream, MaskConvolutionViews views, MaskConvolutionsShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Detections);
        shape.Chain.Check();
        (ArrayView<float> masks, ArrayView<int> counts, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> y) = views;
        ShapeGuard.HasLength(masks, shape.DetectionCount * shape.Chain[0].Shape.InputLength);
        ShapeGuard.HasLength(counts, shape.Batch);
        ShapeGuard.HasLength(weights, shape.Chain.Sum(layer => (long)layer.Shape.Taps * width.Block().PaddedColumns(layer.Shape.OutputChannels)));
        ShapeGuard.HasLength(bias, shape.Chain.BiasLength);
        ShapeGuard.HasLength(y, shape.DetectionCount * shape.Chain.Last.Shape.OutputChannels);
        SharedTiles shared = counters.Next(ShapeGuard.Index(shape.DetectionCount, "Detections"));
        launch(stream, shared.Workers, views, shape, shared);
    }

    internal static SimdMaskConvolutions Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);
}
