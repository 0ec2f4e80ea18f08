using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Kernels.Masks;
using YolactGpu.Kernels.Pooling;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Masks;

/// <summary>Every vector width is tested on every processor: where it is not in hardware, the runtime emulates it.</summary>
public sealed class SimdMaskConvolutionsTests(string device) : CpuAcceleratorFixture(device)
{
    private delegate void Convolve(ArrayView<float> x, float[] weights, ArrayView<float> bias, ArrayView<float> y, ChainedConvolution layer);

    /// <summary>Maps large and small, blocks that hang over, layers of each kind, and as many of them as there may be.</summary>
    private static ConvolutionChain[] Chains =>
    [
        Chain(1, 1, Layer(3, filter: 1, stride: 1, activation: Activation.None)),
        Chain(35, 45, Layer(8), Layer(16), Layer(32), Layer(20, filter: 1, stride: 1)),
        Chain(19, 18, Layer(5, stride: 1), Layer(33), Layer(7, filter: 1, stride: 1, activation: Activation.Sigmoid)),
        Chain(41, 37, Layer(3), Layer(40, filter: 2, padding: 1), Layer(70), Layer(35, filter: 1, stride: 1, activation: Activation.Tanh)),
        Chain(30, 28, Layer(4, filter: 1), Layer(5, stride: 1), Layer(6)),
        Chain(46, 44, Layer(6, filter: 2, stride: 3), Layer(9, stride: 1, padding: 1), Layer(9, stride: 1)),
        Chain(9, 9, [.. Enumerable.Repeat(Layer(2, stride: 1, padding: 1), ConvolutionChain.Capacity)]),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        from chain in Enumerable.Range(0, Chains.Length)
        from counts in new int[][] { [2], [0], [3, 0, 4], [33] }
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(chain, counts, width);

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_kernels_one_after_another_and_leaves_absent_ones_alone(int chain, int[] counts, SimdWidth width)
    {
        MaskConvolutionsShape shape = new(counts.Length, counts.Max() + 2, Chains[chain]);
        Data data = Data.Make(shape, counts);
        SimdConvolution2D simd = SimdConvolution2D.Load(Accelerator, width);
        Convolution2D plain = Convolution2D.Load(Accelerator);

        float[] y = Run(shape, data, width);

        Assert.That(y, Is.EqualTo(Expected(shape, data, (x, weights, bias, to, layer) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(simd.PackWeights(weights, layer.Shape));
            simd.Launch(Stream, x, packed.View, bias, ArrayView<float>.Empty, to, layer.Shape, layer.Activation);
            Accelerator.Synchronize();
        })));
        float[] oracle = Expected(shape, data, (x, weights, bias, to, layer) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(Convolution2D.PackWeights(weights, layer.Shape));
            plain.Launch(Stream, x, packed.View, bias, ArrayView<float>.Empty, to, layer.Shape, layer.Activation);
            Accelerator.Synchronize();
        });
        Assert.That(y, Is.EqualTo(oracle).Within(1e-4 * oracle.Where(float.IsFinite).Select(MathF.Abs).Append(1).Max()));
    }

    [Test]
    public void A_count_beyond_the_capacity_means_all()
    {
        MaskConvolutionsShape shape = new(2, 3, Chains[1]);
        Data data = Data.Make(shape, [3, 3]);

        float[] expected = Run(shape, data, SimdWidths.Best);

        Assert.That(Run(shape, data with { Counts = [4, 7] }, SimdWidths.Best), Is.EqualTo(expected));
    }

    [Test]
    public void A_nan_in_a_mask_stays_with_that_mask([Values] SimdWidth width)
    {
        MaskConvolutionsShape shape = new(1, 20, Chains[1]);
        Data data = Data.Make(shape, [20]);
        float[] expected = Run(shape, data, width);
        data.Masks[(7 * 35 * 45) + 100] = float.NaN;

        float[] y = Run(shape, data, width);

        Assert.That(y[(7 * 20)..(8 * 20)], Is.All.NaN);
        Assert.That(y[..(7 * 20)].Concat(y[(8 * 20)..]), Is.EqualTo(expected[..(7 * 20)].Concat(expected[(8 * 20)..])));
    }

    [Test]
    public void Refuses_layers_that_do_not_follow_each_other()
    {
        ConvolutionChain chain = ConvolutionChain.Of(Chains[1][0], Chains[1][2]);

        Assert.That(
            () => Run(new(1, 1, chain), Data.Make(new(1, 1, chain), [1]), SimdWidths.Best),
            Throws.ArgumentException.With.Message.Contains("does not read one image as"));
    }

    [Test]
    public void Refuses_weights_packed_for_another_width()
    {
        MaskConvolutionsShape shape = new(1, 1, Chains[0]);
        using MemoryBuffer1D<float, Stride1D.Dense> floats = Poisoned<float>(3);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(new[] { 1 });
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Upload(
            SimdMaskConvolutions.Load(Accelerator, SimdWidth.Four).PackWeights(new float[3], shape.Chain));
        ArrayView<float> one = floats.View.BaseView.SubView(0, 1);

        Assert.That(
            () => SimdMaskConvolutions.Load(Accelerator, SimdWidth.Eight).Launch(
                Stream, new(one, counts.View, weights.View, floats.View, floats.View), shape),
            Throws.ArgumentException.With.Message.Contains("weights holds 8 elements; the shape needs 16"));
    }

    private static ConvolutionChain Chain(int height, int width, params ReadOnlySpan<ChainedConvolution> layers)
    {
        ChainedConvolution[] sized = layers.ToArray();
        int channels = 1;
        for (int i = 0; i < sized.Length; i++)
        {
            Convolution2DShape shape = sized[i].Shape with { InputHeight = height, InputWidth = width, InputChannels = channels };
            sized[i] = sized[i] with { Shape = shape };
            (height, width, channels) = (shape.OutputHeight, shape.OutputWidth, shape.OutputChannels);
        }

        return ConvolutionChain.Of(sized);
    }

    private static ChainedConvolution Layer(
        int outputs, int filter = 3, int stride = 2, int padding = 0, Activation activation = Activation.Relu) =>
        new(new(1, 0, 0, 0, outputs, filter, filter, stride, padding, Dilation: 1), activation);

    private float[] Run(MaskConvolutionsShape shape, Data data, SimdWidth width)
    {
        SimdMaskConvolutions kernel = SimdMaskConvolutions.Load(Accelerator, width);
        using MemoryBuffer1D<float, Stride1D.Dense> masks = Upload(data.Masks);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(data.Counts);
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Upload(kernel.PackWeights(data.Weights, shape.Chain));
        using MemoryBuffer1D<float, Stride1D.Dense> bias = Upload(data.Bias);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.DetectionCount * shape.Chain.Last.Shape.OutputChannels);

        kernel.Launch(Stream, new(masks.View, counts.View, weights.View, bias.View, y.View), shape);

        return y.GetAsArray1D();
    }

    /// <summary>Computes the layers over all masks, and gives the maxima of those that are there.</summary>
    private float[] Expected(MaskConvolutionsShape shape, Data data, Convolve convolve)
    {
        int masks = (int)shape.DetectionCount;
        (float[] x, int weightsAt, int biasAt) = (data.Masks, 0, 0);
        for (int i = 0; i < shape.Chain.Count; i++)
        {
            ChainedConvolution layer = shape.Chain[i];
            layer = layer with { Shape = layer.Shape with { Batch = masks } };
            int weights = (int)layer.Shape.WeightLength;
            int channels = layer.Shape.OutputChannels;
            using MemoryBuffer1D<float, Stride1D.Dense> from = Upload(x);
            using MemoryBuffer1D<float, Stride1D.Dense> bias = Upload(data.Bias[biasAt..(biasAt + channels)]);
            using MemoryBuffer1D<float, Stride1D.Dense> to = Poisoned<float>(layer.Shape.OutputLength);
            convolve(from.View, data.Weights[weightsAt..(weightsAt + weights)], bias.View, to.View, layer);
            (x, weightsAt, biasAt) = (to.GetAsArray1D(), weightsAt + weights, biasAt + channels);
        }

        Convolution2DShape last = shape.Chain.Last.Shape;
        using MemoryBuffer1D<float, Stride1D.Dense> pixels = Upload(x);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>((long)masks * last.OutputChannels);
        GlobalMaxPool2D.Load(Accelerator).Launch(Stream, pixels.View, y.View, new(masks, last.OutputHeight, last.OutputWidth, last.OutputChannels));
        float[] maxima = y.GetAsArray1D();
        foreach (int absent in Data.Absent(shape, data.Counts))
        {
            maxima.AsSpan(absent * last.OutputChannels, last.OutputChannels).Fill(float.NaN);
        }

        return maxima;
    }

    /// <summary>Numbers for a launch, masks with boxes at the top, in the middle, at the bottom; those of absent detections are no numbers.</summary>
    private sealed record Data(float[] Masks, int[] Counts, float[] Weights, float[] Bias)
    {
        public static Data Make(MaskConvolutionsShape shape, int[] counts)
        {
            int length = (int)shape.Chain[0].Shape.InputLength;
            int width = shape.Chain[0].Shape.InputWidth;
            float[] masks = RandomData.Floats((int)shape.DetectionCount * length, seed: 1, 0, 1);
            for (int mask = 0; mask < shape.DetectionCount; mask++)
            {
                int rows = length / width;
                (int top, int bottom) = (mask % 6) switch
                {
                    0 => (rows / 3, (rows + 1) / 2),
                    1 => (0, rows),
                    2 => (rows - 1, rows),
                    3 => (0, 1),
                    4 => (mask / 6 % rows, (mask / 6 % rows) + 1),
                    _ => (0, 0),
                };
                Span<float> own = masks.AsSpan(mask * length, length);
                own[..(top * width)].Clear();
                own[(bottom * width)..].Clear();
            }

            foreach (int absent in Absent(shape, counts))
            {
                masks.AsSpan(absent * length, length).Fill(float.NaN);
            }

            return new Data(
                masks,
                counts,
                RandomData.Floats((int)shape.Chain.WeightLength, seed: 2, -1, 1),
                RandomData.Floats(shape.Chain.BiasLength, seed: 3, -1, 1));
        }

        public static IEnumerable<int> Absent(MaskConvolutionsShape shape, int[] counts) =>
            Enumerable.Range(0, (int)shape.DetectionCount).Where(at => at % shape.Detections >= counts[at / shape.Detections]);
    }
}
