using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

public sealed class WinogradConvolution2DTests(string device) : CpuAcceleratorFixture(device)
{
    public static IEnumerable<TestCaseData> Cases =>
        from test in (ConvolutionCase[])
        [
            Case(1, 1, 1, 16, 1),
            Case(1, 1, 5, 16, 3, padding: 0, paddingDown: 1),
            Case(1, 3, 3, 16, 21),
            Case(2, 5, 7, 32, 33, residual: true, activation: Activation.Relu),
            Case(1, 9, 9, 48, 12, bias: false),
            Case(2, 13, 6, 64, 64, activation: Activation.LeakyRelu),
            Case(1, 18, 18, 96, 96, activation: Activation.Relu),
            Case(1, 35, 31, 32, 243, activation: Activation.Tanh),
            Case(3, 6, 7, 160, 40, residual: true, activation: Activation.Sigmoid),
            Case(1, 7, 8, 16, 32, padding: 0),
            Case(1, 4, 4, 16, 32, padding: 3),
            Case(1, 5, 5, 512, 48),
        ]
        from size in Enum.GetValues<WinogradSize>()
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test with { Shape = OfSize(test.Shape, size) }, size, width);

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(ConvolutionCase test, WinogradSize size, SimdWidth width) => test.Check(
        Accelerator, Launch(test, WinogradConvolution2D.Load(Accelerator, width), size), Looseness(size));

    [Test]
    public void Two_images_give_twice_what_one_gives([Values] WinogradSize size, [Values] SimdWidth width)
    {
        ConvolutionCase one = Case(1, 9, 11, 32, 48, activation: Activation.Relu);
        one = one with { Shape = OfSize(one.Shape, size) };
        ConvolutionCase two = one with { Shape = one.Shape with { Batch = 2 } };
        float[] x = RandomData.Floats((int)one.Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)one.Shape.WeightLength, seed: 2);
        float[] bias = RandomData.Floats(one.Shape.OutputChannels, seed: 3);
        WinogradConvolution2D kernel = WinogradConvolution2D.Load(Accelerator, width);

        float[] single = one.Run(Accelerator, Launch(one, kernel, size), x, weights, bias, null);
        float[] twice = two.Run(Accelerator, Launch(two, kernel, size), [.. x, .. x], weights, bias, null);

        Assert.That(twice, Is.EqualTo(single.Concat(single)));
    }

    /// <summary>
    /// The numbers of docs/numerics.md: errors in a layer of the network, in units of 2⁻²⁴ times the root mean square
    /// of y. Measured: 7 and 37 for F(2x2), 6 and 31 for F(3x3) of stride 2, 20 and 146 for F(4x4), 82 and 894 for F(6x6),
    /// and 21 for F(5x5) in a layer of 3 x 49 taps; the direct kernel makes 10 and 90.
    /// </summary>
    [TestCase(WinogradSize.Two, 9, 60)]
    [TestCase(WinogradSize.Three, 8, 50)]
    [TestCase(WinogradSize.Four, 25, 200)]
    [TestCase(WinogradSize.Five, 26, 250)]
    [TestCase(WinogradSize.Six, 100, 1000)]
    public void The_error_is_as_stated(WinogradSize size, double root, double largest)
    {
        ConvolutionCase test = Case(2, 24, 24, size == WinogradSize.Five ? 32 : 256, 64, bias: false);
        test = test with { Shape = OfSize(test.Shape, size) };
        float[] x = [.. RandomData.Floats((int)test.Shape.InputLength, seed: 1).Select(value => MathF.Max(value, 0))];
        float[] weights = RandomData.Floats((int)test.Shape.WeightLength, seed: 2, -0.03f, 0.03f);

        float[] y = test.Run(
            Accelerator, Launch(test, WinogradConvolution2D.Load(Accelerator), size), x, weights, null, null);

        ConvolutionErrors errors = test.Errors(y, x, weights);
        Assert.That(errors.Root, Is.LessThan(root));
        Assert.That(errors.Largest, Is.LessThan(largest));
    }

    [Test]
    public void Refuses_another_filter([Values] WinogradSize size)
    {
        Convolution2DShape shape = OfSize(new(1, 9, 9, 16, 8, 3, 3, 1, 1, 1), size);
        using MemoryBuffer1D<float, Stride1D.Dense> any = Poisoned<float>(16);

        Assert.That(WinogradConvolution2D.Fits(shape, size), Is.True);
        Assert.That(WinogradConvolution2D.Fits(shape with { Stride = 3 - shape.Stride }, size), Is.False);
        Assert.That(WinogradConvolution2D.Fits(shape with { Dilation = 2 }, size), Is.False);
        Assert.That(WinogradConvolution2D.Fits(shape with { FilterWidth = 5 }, size), Is.False);
        Assert.That(WinogradConvolution2D.Fits(shape with { InputChannels = 15 }, size), Is.False);
        Assert.That(
            () => WinogradConvolution2D.Load(Accelerator).Launch(
                Stream, any.View, any.View, any.View, any.View, any.View, shape with { Dilation = 2 }, size, Activation.None),
            Throws.ArgumentException.With.Message.Contains(size == WinogradSize.Five ? "must have a 7x7 or 8x8 filter" : "must have a 3x3 filter"));
    }

    private static double Looseness(WinogradSize size) => size switch
    {
        WinogradSize.Two or WinogradSize.Three => 2,
        WinogradSize.Four => 8,
        _ => 32,
    };

    /// <summary>Gives the shape the stride of an algorithm, and for that of 7x7 filters the filter and few channels.</summary>
    private static Convolution2DShape OfSize(Convolution2DShape shape, WinogradSize size) => size switch
    {
        WinogradSize.Three => shape with { Stride = 2 },
        WinogradSize.Five => shape with
        {
            Stride = 2,
            InputChannels = 1 + (shape.InputChannels / 16 % 4),
            FilterHeight = 7 + (shape.Batch % 2),
            FilterWidth = 7,
            Padding = shape.Padding + 2,
        },
        _ => shape,
    };

    private static ConvolutionCase Case(
        int batch,
        int height,
        int width,
        int channels,
        int outputs,
        int padding = 1,
        int paddingDown = 0,
        bool bias = true,
        bool residual = false,
        Activation activation = Activation.None) =>
        new(
            new Convolution2DShape(batch, height + (2 * paddingDown), width, channels, outputs, 3, 3, 1, padding, 1),
            bias,
            residual,
            activation);

    private ConvolutionLaunch Launch(ConvolutionCase test, WinogradConvolution2D kernel, WinogradSize size) =>
        (x, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(kernel.PackWeights(weights, test.Shape, size));
            kernel.Launch(Stream, x, packed.View, bias, residual, y, test.Shape, size, test.Activation);
            Accelerator.Synchronize();
        };
}
