using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Deformable;

/// <summary>
/// Modulated deformable convolution for ILGPU's CPU accelerator: the same function as <see cref="DeformableConvolution2D"/>, its
/// oracle, on the processor's vectors. Any channel counts, filter, stride, padding, dilation and batch.
/// <para>x: [N, H, W, C]. offsetMask: [N, OH, OW, 3·FH·FW]. weights: as <see cref="SimdConvolution2D"/> packs them. bias: [K] or
/// empty. residual: as y, or empty. y: [N, OH, OW, K]. All float, contiguous.</para>
/// <para>How it works: <see cref="SimdConvolution2D"/> with another packing; see <see cref="DeformedInput"/>. The result depends
/// neither on the number of workers nor on the batch.</para>
/// </summary>
public sealed class SimdDeformableConvolution2D : IKernel<SimdDeformableConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ConvolutionViews, ArrayView<float>, Convolution2DShape, SimdTiling,
        Activation, SharedTiles> launch;

    private readonly SimdConvolution2D ordinary;
    private readonly TileCounters counters;
    private readonly int workers;

    private SimdDeformableConvolution2D(Accelerator accelerator, SimdWidth width)
    {
        workers = accelerator.NumMultiprocessors;
        counters = new TileCounters(workers);
        ordinary = SimdConvolution2D.Load(accelerator, width);
        launch = accelerator.LoadForCpu<ConvolutionViews, ArrayView<float>, Convolution2DShape, SimdTiling, Activation, SharedTiles>(width switch
        {
            SimdWidth.Sixteen => DeformableKernels.SixteenCpuKernel,
            SimdWidth.Eight => DeformableKernels.EightCpuKernel,
            _ => DeformableKernels.FourCpuKernel,
        });
    }

    /// <summary>Gives the name of the layout of packed weights.</summary>
    public string WeightLayout(MatrixProduct product = MatrixProduct.Plain) => ordinary.WeightLayout(product);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdDeformableConvolution2D Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>Reorders weights as <see cref="SimdConvolution2D.PackWeights"/> does.</summary>
    public float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape, MatrixProduct product = MatrixProduct.Plain) =>
        ordinary.PackWeights(weights, shape, product);

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> offsetMask,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> residual,
        ArrayView<float> y,
        Convolution2DShape shape,
        Activation activation,
        MatrixProduct product = MatrixProduct.Plain)
    {
        ConvolutionViews views = new(x, weights, bias, residual, y);
        ordinary.Check(views, shape, product);
        ShapeGuard.HasLength(offsetMask, shape.OutputPixels * DeformableConvolution2D.OffsetMaskChannels(shape));

        SimdTiling tiling = SimdTiling.ForDeformable(shape, product, ordinary.Width, workers);
        SharedTiles shared = counters.Next(tiling.Tiles);
        launch(stream, shared.Workers, views, offsetMask, shape, tiling, activation, shared);
    }

    internal static SimdDeformableConvolution2D Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);
}
