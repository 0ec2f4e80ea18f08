using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// The sum of two 1x1 convolutions as one, for ILGPU's CPU accelerator: y[n, i, j, k] = activation(bias[k] + Σ_c w[k, c] · x[n, i, j, c]
/// + Σ_c w[k, C1 + c] · second[n, i·stride, j·stride, c]). Any output channels, stride and batch.
/// <para>x: [N, OH, OW, C1], C1 a multiple of 16. second: [N, H, W, C2]. weights: [K, C1 + C2, 1, 1] as <see cref="SimdConvolution2D"/> packs
/// them. bias: [K] or empty. y: [N, OH, OW, K]. All float, contiguous.</para>
/// <para>How it works: <see cref="SimdConvolution2D"/> with another packing; see <see cref="PairedInput"/>. The sum of one convolution is
/// neither written nor read again. The result depends neither on the number of workers nor on the batch.</para>
/// </summary>
public sealed class SimdPairConvolution2D : IKernel<SimdPairConvolution2D>
{
    private readonly Action<AcceleratorStream, Index1D, ConvolutionViews, SecondInput, Convolution2DShape, SimdTiling, Activation, SharedTiles> launch;

    private readonly SimdConvolution2D ordinary;
    private readonly TileCounters counters;
    private readonly int workers;

    private SimdPairConvolution2D(Accelerator accelerator, SimdWidth width)
    {
        workers = accelerator.NumMultiprocessors;
        counters = new TileCounters(workers);
        ordinary = SimdConvolution2D.Load(accelerator, width);
        launch = accelerator.LoadForCpu<ConvolutionViews, SecondInput, Convolution2DShape, SimdTiling, Activation, SharedTiles>(width switch
        {
            SimdWidth.Sixteen => PairKernels.SixteenCpuKernel,
            SimdWidth.Eight => PairKernels.EightCpuKernel,
            _ => PairKernels.FourCpuKernel,
        });
    }

    /// <summary>Gives the name of the layout of packed weights.</summary>
    public string WeightLayout(MatrixProduct product = MatrixProduct.Plain) => ordinary.WeightLayout(product);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdPairConvolution2D Load(Accelerator accelerator) => Load(accelerator, SimdWidths.Best);

    /// <summary>Tells whether so many channels of the first input can be packed.</summary>
    public static bool Fits(int channels) => channels % PackedInput.Block == 0;

    /// <summary>Reorders weights [K, C1 + C2, 1, 1] as <see cref="SimdConvolution2D.PackWeights"/> does.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="first">Sizes of the convolution of x.</param>
    /// <param name="second">Sizes of the convolution of the second input.</param>
    /// <param name="product">How they are multiplied.</param>
    public float[] PackWeights(
        ReadOnlySpan<float> weights, Convolution2DShape first, Convolution2DShape second, MatrixProduct product = MatrixProduct.Plain) =>
        ordinary.PackWeights(weights, Join(first, second), product);

    /// <summary>Queues the sum of two convolutions on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit together, or a view's length is not what they say.</exception>
    public void Launch(
        AcceleratorStream stream,
        ArrayView<float> x,
        ArrayView<float> second,
        ArrayView<float> weights,
        ArrayView<float> bias,
        ArrayView<float> y,
        Convolution2DShape shape,
        Convolution2DShape secondShape,
        Activation activation,
        MatrixProduct product = MatrixProduct.Plain)
    {
        Check(shape, secondShape);
        ShapeGuard.HasLength(x, shape.InputLength);
        ShapeGuard.HasLength(second, secondShape.InputLength);
        Convolution2DShape joined = Join(shape, secondShape);
        ConvolutionViews views = new(x, weights, bias, ArrayView<float>.Empty, y);
        ordinary.CheckAllButInput(views, joined, product);

        SimdTiling tiling = SimdTiling.For(joined, product, ordinary.Width, workers);
        SharedTiles shared = counters.Next(tiling.Tiles);
        launch(stream, shared.Workers, views, new SecondInput(second, secondShape), joined, tiling, activation, shared);
    }

    internal static SimdPairConvolution2D Load(Accelerator accelerator, SimdWidth width) => new(accelerator, width);

    /// <summary>Gives the sizes of both as one convolution.</summary>
    public static Convolution2DShape Join(Convolution2DShape first, Convolution2DShape second) =>
        first with { InputChannels = first.InputChannels + second.InputChannels };

    private static void Check(Convolution2DShape first, Convolution2DShape second)
    {
        first.Check();
        second.Check();
        bool isPair = first is { FilterHeight: 1, FilterWidth: 1, Stride: 1, Padding: 0 }
            && second is { FilterHeight: 1, FilterWidth: 1, Padding: 0 }
            && Fits(first.InputChannels)
            && (first.Batch, first.OutputHeight, first.OutputWidth, first.OutputChannels)
                == (second.Batch, second.OutputHeight, second.OutputWidth, second.OutputChannels);
        if (!isPair)
        {
            throw new ArgumentException(
                $"{first} and {second} must be 1x1 convolutions without padding and give outputs of one size; the first must have stride 1 and a "
                + $"multiple of {PackedInput.Block} channels.");
        }
    }
}
