using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Devices;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

/// <summary><see cref="SpreadConvolution2D"/> and <see cref="BlurredConvolution2D"/>, which do one half each.</summary>
public sealed class SpreadConvolution2DTests(string device) : CpuAcceleratorFixture(device)
{
    public static IEnumerable<TestCaseData> Cases =>
        from test in (UpsampledCase[])
        [
            new(new(1, 1, 1, 16, 16), 1),
            new(new(1, 1, 2, 16, 16), 5, Activation.None),
            new(new(1, 2, 1, 32, 48), 3, Activation.Tanh, HasBias: false),
            new(new(3, 2, 2, 16, 32), 33, Activation.None, Activation.Relu),
            new(new(1, 3, 3, 16, 16), 7, Activation.LeakyRelu),
            new(new(1, 4, 9, 48, 80), 35, Activation.Sigmoid, Activation.Sigmoid),
            new(new(2, 9, 4, 64, 16), 32, Activation.Relu, Activation.Relu),
            new(new(1, 5, 31, 16, 32), 4, Activation.None, Activation.Tanh),
            new(new(1, 39, 7, 32, 16), 12, Activation.Relu, Activation.LeakyRelu),
            new(new(3, 17, 22, 16, 48), 17),
            new(new(1, 33, 40, 32, 32), 32),
            new(new(1, 3, 15, 160, 336), 40),
            new(new(1, 2, 3, 16, 720), 21),
        ]
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test, width);

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_enlarged_map_convolved_twice(UpsampledCase test, SimdWidth width)
    {
        UpsampledData data = test.Data();
        (double[] expected, double tolerance) = test.Expected(data, looseness: 32);

        float[] y = test.Run(Accelerator, width, data);

        Assert.That(y, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(y[i], Is.EqualTo(expected[i]).Within(tolerance), $"y[{i}]");
        }
    }

    [Test]
    public void Every_border_is_right([Values] SimdWidth width, [Range(1, 8)] int height, [Values(1, 2, 3, 11)] int columns)
    {
        // Of whole numbers all outputs are multiples of 1/16, so that a wrong tap cannot hide in a tolerance.
        UpsampledCase test = new(new(1, height, columns, 16, 16), 16, Activation.None, HasBias: false);
        UpsampledData data = new(
            Whole((int)test.Shape.InputLength, seed: 1), Whole((int)test.Shape.WeightLength, seed: 2), null, Identity(16), null);

        float[] y = test.Run(Accelerator, width, data);

        Assert.That(y.Select(value => Math.Round(16 * value)), Is.EqualTo(test.Expected(data, looseness: 1).Y.Select(value => 16 * value)));
    }

    [Test]
    public void An_image_gets_the_same_bits_in_any_batch_with_any_number_of_workers([Values] SimdWidth width, [Values(1, 3)] int workers)
    {
        UpsampledCase one = new(new(1, 19, 14, 80, 112), 40);
        UpsampledCase three = one with { Shape = one.Shape with { Batch = 3 } };
        using Context context = DeviceContext.Create(workers);
        using Accelerator other = context.Devices.First(found => found.AcceleratorType == AcceleratorType.CPU).CreateAccelerator(context);

        UpsampledData batch = three.Data();
        UpsampledData[] images = [.. batch.X.Chunk((int)one.Shape.InputLength).Select(x => batch with { X = x })];

        float[][] singles = [.. images.Select(image => one.Run(Accelerator, width, image))];

        Assert.That(singles.SelectMany(y => y), Has.None.NaN);
        Assert.That(one.Run(other, width, images[0]), Is.EqualTo(singles[0]));
        Assert.That(three.Run(other, width, batch), Is.EqualTo(singles.SelectMany(y => y)));
    }

    /// <summary>
    /// The numbers of docs/numerics.md: errors of the 3x3 convolution, in a layer of the network, in units of 2⁻²⁴ times the root mean square of its
    /// output. Measured: 30 and 491, where F(6x6) of the enlarged map makes 41 and 595.
    /// </summary>
    [Test]
    public void The_error_is_as_stated()
    {
        UpsampledCase test = new(new(1, 24, 24, 256, 64), 64, Activation.None, HasBias: false);
        float[] x = [.. RandomData.Floats((int)test.Shape.InputLength, seed: 1).Select(value => MathF.Max(value, 0))];
        float[] weights = RandomData.Floats((int)test.Shape.WeightLength, seed: 2, -0.03f, 0.03f);
        float[] enlarged = test.Enlarge(x);
        WinogradConvolution2D winograd = WinogradConvolution2D.Load(Accelerator);

        float[] y = test.Run(Accelerator, SimdWidths.Best, new(x, weights, null, Identity(64), null));
        float[] ofEnlarged = test.Filter.Run(
            Accelerator,
            (map, filters, bias, residual, to) =>
            {
                using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(winograd.PackWeights(filters, test.Filter.Shape, WinogradSize.Six));
                winograd.Launch(Stream, map, packed.View, bias, residual, to, test.Filter.Shape, WinogradSize.Six, Activation.None);
                Accelerator.Synchronize();
            },
            enlarged,
            weights,
            null,
            null);

        ConvolutionErrors errors = test.Filter.Errors(y, enlarged, weights);
        ConvolutionErrors others = test.Filter.Errors(ofEnlarged, enlarged, weights);
        Assert.That(errors.Root, Is.LessThan(37).And.LessThan(others.Root));
        Assert.That(errors.Largest, Is.LessThan(600).And.LessThan(others.Largest));
    }

    [Test]
    public void Refuses_what_does_not_fit()
    {
        SpreadShape shape = new(1, 3, 4, 16, 32);
        SpreadConvolution2D spread = SpreadConvolution2D.Load(Accelerator);
        BlurredConvolution2D blurred = BlurredConvolution2D.Load(Accelerator);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(shape.InputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> filter = Upload(spread.PackWeights(new float[shape.WeightLength], shape));
        using MemoryBuffer1D<float, Stride1D.Dense> v = Poisoned<float>(shape.OutputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> product = Upload(blurred.PackWeights(new float[5 * 32], BlurredConvolution2D.ShapeOf(shape, 5)));
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(6 * 8 * 5);
        using MemoryBuffer1D<float, Stride1D.Dense> any = Poisoned<float>(1);

        Assert.That(() => Spread(shape, x, filter, v), Throws.Nothing);
        Assert.That(() => Spread(shape, any, filter, v), Throws.ArgumentException.With.Message.Contains("x holds 1"));
        Assert.That(() => Spread(shape, x, any, v), Throws.ArgumentException.With.Message.Contains("weights holds 1"));
        Assert.That(() => Spread(shape, x, filter, any), Throws.ArgumentException.With.Message.Contains("v holds 1"));
        foreach (SpreadShape wrong in (SpreadShape[])
            [shape with { Height = 0 }, shape with { InputChannels = 15 }, shape with { OutputChannels = 33 }, shape with { Batch = 1 << 20, OutputChannels = 1 << 10 }])
        {
            Assert.That(wrong.Fits, Is.False);
            Assert.That(() => Spread(wrong, x, filter, v), Throws.ArgumentException.With.Message.Contains("is no convolution by phases"));
            Assert.That(() => Blur(wrong, v, any, product, y), Throws.ArgumentException.With.Message.Contains("is no convolution by phases"));
        }

        Assert.That(() => Blur(shape, v, null, product, y), Throws.Nothing);
        Assert.That(() => Blur(shape, any, null, product, y), Throws.ArgumentException.With.Message.Contains("v holds 1"));
        Assert.That(() => Blur(shape, v, any, product, y), Throws.ArgumentException.With.Message.Contains("Bias holds 1"));
        Assert.That(() => Blur(shape, v, null, any, y), Throws.ArgumentException.With.Message.Contains("weights holds 1"));
        Assert.That(() => Blur(shape, v, null, product, any), Throws.ArgumentException.With.Message.Contains("y holds 1"));

        void Spread(
            SpreadShape sizes,
            MemoryBuffer1D<float, Stride1D.Dense> from,
            MemoryBuffer1D<float, Stride1D.Dense> weights,
            MemoryBuffer1D<float, Stride1D.Dense> to)
        {
            spread.Launch(Stream, from.View, weights.View, to.View, sizes);
            Accelerator.Synchronize();
        }

        void Blur(
            SpreadShape sizes,
            MemoryBuffer1D<float, Stride1D.Dense> from,
            MemoryBuffer1D<float, Stride1D.Dense>? bias,
            MemoryBuffer1D<float, Stride1D.Dense> weights,
            MemoryBuffer1D<float, Stride1D.Dense> to)
        {
            SpreadConvolution rest = new(bias?.View ?? ArrayView<float>.Empty, sizes, Activation.Relu);
            blurred.Launch(Stream, from.View, rest, weights.View, ArrayView<float>.Empty, to.View, 5, Activation.None);
            Accelerator.Synchronize();
        }
    }

    private static float[] Whole(int count, int seed) => [.. RandomData.Floats(count, seed, -4, 4).Select(value => MathF.Round(value))];

    private static float[] Identity(int size) => [.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1f : 0f)];
}
