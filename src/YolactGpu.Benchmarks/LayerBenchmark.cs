using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Benchmarks;

/// <summary>Times of one way to compute a layer, in milliseconds.</summary>
/// <param name="Minimum">The fastest round.</param>
/// <param name="Median">The middle round.</param>
internal readonly record struct RoundTimes(double Minimum, double Median);

/// <summary>Times the ways to compute one layer on the CPU accelerator, a round of each in turn.</summary>
internal sealed class LayerBenchmark(KernelCache kernels)
{
    private readonly Random random = new(1);

    /// <summary>Gives the times of each way that the layer allows.</summary>
    public Dictionary<ConvolutionMethod, RoundTimes> Run(NetworkLayer layer, int rounds)
    {
        Accelerator accelerator = kernels.Accelerator;
        using MemoryBuffer1D<float, Stride1D.Dense> x = Random(layer.Shape.InputLength, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> offsetMask = Random(
            layer.IsDeformable ? layer.Shape.OutputPixels * DeformableConvolution2D.OffsetMaskChannels(layer.Shape) : 1, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> bias = Random(layer.Shape.OutputChannels, 0.1f);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Random(layer.Shape.OutputLength, 1);

        // Sums are written over the residual, as in a network.
        LayerViews views = new(
            x.View, offsetMask.View, bias.View, layer.HasResidual ? y.View : ArrayView<float>.Empty, y.View);

        float[] weights = Numbers(layer.Shape.WeightLength, MathF.Sqrt(3f / layer.Shape.Taps));
        List<(ConvolutionMethod Method, MemoryBuffer1D<float, Stride1D.Dense> Packed, Action Launch)> ways =
        [
            .. Enum.GetValues<MatrixProduct>()
                .Where(product => SimdConvolution2D.Fits(layer.Shape, product))
                .Select(product => Direct(layer, weights, views, product)),
            .. Enum.GetValues<WinogradSize>()
                .Where(size => !layer.IsDeformable && WinogradConvolution2D.Fits(layer.Shape, size))
                .Select(size => Winograd(layer, weights, views, size)),
        ];

        List<double>[] times = [.. ways.Select(_ => new List<double>())];
        for (int round = -1; round < rounds; round++)
        {
            for (int way = 0; way < ways.Count; way++)
            {
                long start = Stopwatch.GetTimestamp();
                ways[way].Launch();
                accelerator.Synchronize();
                if (round >= 0)
                {
                    times[way].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        ways.ForEach(way => way.Packed.Dispose());
        return ways.Zip(times).ToDictionary(
            pair => pair.First.Method, pair => new RoundTimes(pair.Second.Min(), pair.Second.Order().ElementAt(rounds / 2)));
    }

    private (ConvolutionMethod Method, MemoryBuffer1D<float, Stride1D.Dense> Packed, Action Launch) Direct(
        NetworkLayer layer, float[] weights, LayerViews views, MatrixProduct product)
    {
        SimdConvolution2D kernel = kernels.Get<SimdConvolution2D>();
        MemoryBuffer1D<float, Stride1D.Dense> packed = kernels.Accelerator.Allocate1D(
            kernel.PackWeights(weights, layer.Shape, product));
        ConvolutionMethod method = ConvolutionChoice.MethodOf(product);
        if (layer.IsDeformable)
        {
            SimdDeformableConvolution2D deformable = kernels.Get<SimdDeformableConvolution2D>();
            return (method, packed, () => deformable.Launch(
                kernels.Accelerator.DefaultStream,
                views.X,
                views.OffsetMask,
                packed.View,
                views.Bias,
                views.Residual,
                views.Y,
                layer.Shape,
                layer.Activation,
                product));
        }

        return (method, packed, () => kernel.Launch(
            kernels.Accelerator.DefaultStream, views.X, packed.View, views.Bias, views.Residual, views.Y, layer.Shape, layer.Activation, product));
    }

    private (ConvolutionMethod Method, MemoryBuffer1D<float, Stride1D.Dense> Packed, Action Launch) Winograd(
        NetworkLayer layer, float[] weights, LayerViews views, WinogradSize size)
    {
        WinogradConvolution2D kernel = kernels.Get<WinogradConvolution2D>();
        MemoryBuffer1D<float, Stride1D.Dense> packed = kernels.Accelerator.Allocate1D(kernel.PackWeights(weights, layer.Shape, size));
        return (ConvolutionChoice.MethodOf(size), packed, () => kernel.Launch(
            kernels.Accelerator.DefaultStream, views.X, packed.View, views.Bias, views.Residual, views.Y, layer.Shape, size, layer.Activation));
    }

    private MemoryBuffer1D<float, Stride1D.Dense> Random(long length, float range) =>
        kernels.Accelerator.Allocate1D(Numbers(length, range));

    private float[] Numbers(long length, float range)
    {
        float[] numbers = new float[length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ((2 * random.NextSingle()) - 1) * range;
        }

        return numbers;
    }

    private readonly record struct LayerViews(
        ArrayView<float> X, ArrayView<float> OffsetMask, ArrayView<float> Bias, ArrayView<float> Residual, ArrayView<float> Y);
}
