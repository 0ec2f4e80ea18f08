using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// 2-D convolution for ILGPU's CPU accelerator: the same function as <see cref="Convolution2D"/>, its oracle, on the
/// processor's vectors. Any channel counts, filter, stride, padding, dilation and batch.
/// <para>x: [N, H, W, C]. weights: see <see cref="PackWeights"/>. bias: [K] or empty. residual: as y, or empty.
/// y: [N, OH, OW, K]. All float, contiguous.</para>
/// <para>Sums in float32, one rounding per multiply-add, beginning from bias + residual, in the order filter row, filter
/// column, channel, whatever the tiling: the result depends neither on the number of workers nor on the batch. By
/// <see cref="MatrixProduct.Strassen"/> in another order and from sums of pixels and of weights, but likewise.</para>
/// <para>How it works: one index of the launch is one worker, which takes tiles of outputs (<see cref="SharedTiles"/>). A tile packs the
/// input that it reads, then runs a block of sums in registers over it (<see cref="DirectTile"/>), or seven blocks that give four
/// (<see cref="StrassenProduct{TMicro}"/>); few input or output channels have ways of their own (<see cref="NarrowTile"/>,
/// <see cref="ThinTile"/>).</para>
/// </summary>
public sealed class SimdConvolution2D : IKernel<SimdConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ConvolutionViews, Convolution2DShape, SimdTiling, Activation, SharedTiles> launch;
    private readonly TileCounters counters;
    private readonly int workers;

    private SimdConvolution2D(Accelerator accelerator, SimdWidth width)
    {
        Width = width;
        workers = accelerator.NumMultiprocessors;
        counters = new TileCounters(workers);
        launch = accelerator.LoadForCpu<ConvolutionViews, Convolution2DShape, SimdTiling, Activation, SharedTiles>(width switch
        {
            SimdWidth.Sixteen => DirectKernels.SixteenCpuKernel,
            SimdWidth.Eight => DirectKernels.EightCpuKernel,
            _ => DirectKernels.FourCpuKernel,
        });
    }

    /// <summary>Gets the vector width.</summary>
    public SimdWidth Width { get; }

    /// <summary>Gives the name of the layout of packed weights.</summary>
    public string WeightLayout(MatrixProduct product = MatrixProduct.Plain)
    {
        string layout = $"[K/{Width.Block().Columns}, FH, FW, C, {Width.Block().Columns}]";
        return product == MatrixProduct.Strassen ? $"{layout} for Strassen's algorithm" : layout;
    }

    /// <summary>Tells whether a product can compute a layer: Strassen's needs a depth (FH · FW · C) that is a multiple of 32.</summary>
    public static bool Fits(Convolution2DShape shape, MatrixProduct product) =>
        product == MatrixProduct.Plain || (shape.Taps % StrassenProduct.DepthStep == 0 && !NarrowTile.Fits(shape));

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdConvolution2D Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>
    /// Reorders weights from the checkpoint's [K, C, FH, FW] into panels of neighbouring channels,
    /// [⌈K/P⌉, FH, FW, C, P], where P is twice the vector width; channels behind the last are 0. For Strassen's algorithm into sums of them.
    /// </summary>
    public float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape, MatrixProduct product = MatrixProduct.Plain)
    {
        float[] plain = PackPlain(weights, shape, Width.Block().Columns);
        return product == MatrixProduct.Strassen
            ? StrassenWeights.Pack(plain, shape.Taps, Width.Block().Columns, SimdTiling.Depth(shape.Taps, product))
            : plain;
    }

    /// <summary>Reorders weights into panels of so many channels.</summary>
    internal static float[] PackPlain(ReadOnlySpan<float> weights, Convolution2DShape shape, int columns)
    {
        int panels = (shape.OutputChannels + columns - 1) / columns;
        int area = shape.FilterHeight * shape.FilterWidth;
        float[] packed = new float[panels * shape.Taps * columns];
        for (int k = 0; k < shape.OutputChannels; k++)
        {
            ReadOnlySpan<float> filter = weights.Slice(k * shape.Taps, shape.Taps);
            int at = (k / columns * shape.Taps * columns) + (k % columns);
            for (int tap = 0; tap < area; tap++)
            {
                for (int c = 0; c < shape.InputChannels; c++)
                {
                    packed[at] = filter[(c * area) + tap];
                    at += columns;
                }
            }
        }

        return packed;
    }

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
        Activation activation,
        MatrixProduct product = MatrixProduct.Plain)
    {
        ConvolutionViews views = new(x, weights, bias, residual, y);
        Check(views, shape, product);
        SimdTiling tiling = ConvolutionTile.TilingOf(shape, product, Width, workers);
        SharedTiles shared = counters.Next(tiling.Tiles);
        launch(stream, shared.Workers, views, shape, tiling, activation, shared);
    }

    /// <summary>Throws unless the views are of the lengths that a shape needs, weights packed for this width.</summary>
    internal void Check(ConvolutionViews views, Convolution2DShape shape, MatrixProduct product)
    {
        shape.Check();
        ShapeGuard.HasLength(views.X, shape.InputLength);
        CheckAllButInput(views, shape, product);
    }

    /// <summary>The same without x, for kernels that gather it from elsewhere.</summary>
    internal void CheckAllButInput(ConvolutionViews views, Convolution2DShape shape, MatrixProduct product)
    {
        if (!Fits(shape, product))
        {
            throw new ArgumentException($"{shape} has {shape.Taps} taps; for Strassen's algorithm it must be a multiple of {StrassenProduct.DepthStep}.");
        }

        (_, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y) = views;
        int columns = Width.Block().Columns;
        int padded = Width.Block().PaddedColumns(shape.OutputChannels);
        ShapeGuard.HasLength(weights, product == MatrixProduct.Strassen
            ? StrassenWeights.Length(padded / columns, shape.Taps, columns)
            : (long)shape.Taps * padded);
        ShapeGuard.HasLengthOrIsEmpty(bias, shape.OutputChannels);
        ShapeGuard.HasLengthOrIsEmpty(residual, shape.OutputLength);
        ShapeGuard.HasLength(y, shape.OutputLength);
    }

    internal static SimdConvolution2D Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);
}
