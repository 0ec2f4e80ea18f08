using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// 1x1 convolution of what a 3x3 convolution of an enlarged map gives, from the phases that <see cref="SpreadConvolution2D"/> leaves of that, for
/// ILGPU's CPU accelerator: y[n, i, j, m] = activation(bias[m] + Σ_k w[m, k] · f(b[k] + Σ_r Σ_c p[i, r] · p[j, c] · v[n, r, c, k])), with the parts p of
/// <see cref="BlurTap"/>, b and f bias and activation of the 3x3 convolution.
/// <para>v: as that kernel gives it. weights: [M, K, 1, 1] as <see cref="SimdConvolution2D"/> packs them. bias: [M] or empty. y: [N, 2·H, 2·W, M].
/// All float, contiguous.</para>
/// <para>How it works: <see cref="SimdConvolution2D"/> with another packing; see <see cref="BlurredInput"/>. Neither the enlarged map nor the output of
/// the 3x3 convolution is ever written. The result depends neither on the number of workers nor on the batch.</para>
/// </summary>
public sealed class BlurredConvolution2D : IKernel<BlurredConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ConvolutionViews, SpreadConvolution, Convolution2DShape, SimdTiling, Activation, SharedTiles>
        launch;

    private readonly SimdConvolution2D ordinary;
    private readonly TileCounters counters;
    private readonly int workers;

    private BlurredConvolution2D(Accelerator accelerator, SimdWidth width)
    {
        workers = accelerator.NumMultiprocessors;
        counters = new TileCounters(workers);
        ordinary = SimdConvolution2D.Load(accelerator, width);
        launch = accelerator.LoadForCpu<ConvolutionViews, SpreadConvolution, Convolution2DShape, SimdTiling, Activation, SharedTiles>(width switch
        {
            SimdWidth.Sixteen => BlurredKernels.SixteenCpuKernel,
            SimdWidth.Eight => BlurredKernels.EightCpuKernel,
            _ => BlurredKernels.FourCpuKernel,
        });
    }

    /// <summary>Gets the name of the layout of packed weights.</summary>
    public string WeightLayout => ordinary.WeightLayout();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static BlurredConvolution2D Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>Gives the sizes of the 1x1 convolution.</summary>
    /// <param name="spread">Sizes of the 3x3 convolution.</param>
    /// <param name="outputChannels">M.</param>
    public static Convolution2DShape ShapeOf(SpreadShape spread, int outputChannels) => new(
        spread.Batch, 2 * spread.Height, 2 * spread.Width, spread.OutputChannels, outputChannels, 1, 1, Stride: 1, Padding: 0, Dilation: 1);

    /// <summary>Reorders weights [M, K, 1, 1] as <see cref="SimdConvolution2D.PackWeights"/> does.</summary>
    public float[] PackWeights(ReadOnlySpan<float> weights, Convolution2DShape shape) => ordinary.PackWeights(weights, shape);

    /// <summary>Queues the convolution on <paramref name="stream"/>; it does not wait.</summary>
    /// <param name="stream">Where it is queued.</param>
    /// <param name="v">What the 3x3 convolution left.</param>
    /// <param name="spread">What is left to do of that.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="bias">[M] or empty.</param>
    /// <param name="y">Output.</param>
    /// <param name="outputChannels">M.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">The shape makes no sense, or a view's length is not what it says.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> v,
        SpreadConvolution spread,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> y,
        int outputChannels,
        Activation activation)
    {
        spread.Shape.Check();
        Convolution2DShape shape = ShapeOf(spread.Shape, outputChannels);
        shape.Check();
        ShapeGuard.HasLength(v, spread.Shape.OutputLength);
        ShapeGuard.HasLengthOrIsEmpty(spread.Bias, spread.Shape.OutputChannels);
        ConvolutionViews views = new(v, weights, bias, ArrayView<float>.Empty, y);
        ordinary.CheckAllButInput(views, shape, MatrixProduct.Plain);

        SimdTiling tiling = SimdTiling.For(shape, MatrixProduct.Plain, ordinary.Width, workers);
        SharedTiles shared = counters.Next(tiling.Tiles);
        launch(stream, shared.Workers, views, spread, shape, tiling, activation, shared);
    }

    internal static BlurredConvolution2D Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);
}
