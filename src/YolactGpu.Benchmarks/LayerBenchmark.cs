using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Devices;

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
        using DeviceBuffer<float> x = Random(layer.Shape.InputLength, 1);
        using DeviceBuffer<float> offsetMask = Random(
            layer.IsDeformable ? layer.Shape.OutputPixels * DeformableConvolution2D.OffsetMaskChannels(layer.Shape) : 1, 1);
        using DeviceBuffer<float> bias = Random(layer.Shape.OutputChannels, 0.1f);
        using DeviceBuffer<float> y = Random(layer.Shape.OutputLength, 1);

        // Sums are written over the residual, as in a network.
        LayerViews views = new(
            x.View, offsetMask.View, bias.View, layer.HasResidual ? y.View : ArrayView<float>.Empty, y.View);

        float[] weights = Numbers(layer.Shape.WeightLength, MathF.Sqrt(3f / layer.Shape.Taps));
        List<(ConvolutionMethod Method, DeviceBuffer<float> Packed, Action Launch)> ways =
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

    private (ConvolutionMethod Method, DeviceBuffer<float> Packed, Action Launch) Direct(
        NetworkLayer layer, float[] weights, LayerViews views, MatrixProduct product)
    {
        SimdConvolution2D kernel = kernels.Get<SimdConvolution2D>();
        DeviceBuffer<float> packed = Upload(kernel.PackWeights(weights, layer.Shape, product));
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

    private (ConvolutionMethod Method, DeviceBuffer<float> Packed, Action Launch) Winograd(
        NetworkLayer layer, float[] weights, LayerViews views, WinogradSize size)
    {
        WinogradConvolution2D kernel = kernels.Get<WinogradConvolution2D>();
        DeviceBuffer<float> packed = Upload(kernel.PackWeights(weights, layer.Shape, size));
        return (ConvolutionChoice.MethodOf(size), packed, () => kernel.Launch(
            kernels.Accelerator.DefaultStream, views.X, packed.View, views.Bias, views.Residual, views.Y, layer.Shape, size, layer.Activation));
    }

    private DeviceBuffer<float> Random(long length, float range) => Upload(Numbers(length, range));

    private DeviceBuffer<float> Upload(float[] data)
    {
        DeviceBuffer<float> buffer = kernels.Accelerator.Allocate<float>(data.Length, "a benchmark");
        buffer.View.CopyFromCPU(data);
        return buffer;
    }

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
