using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

/// <summary>Every vector width is tested on every processor: where it is not in hardware, the runtime emulates it.</summary>
public sealed class SimdConvolution2DTests(string device) : CpuAcceleratorFixture(device)
{
    public static IEnumerable<TestCaseData> Cases =>
        from test in ConvolutionCase.All
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test, width);

    public static IEnumerable<TestCaseData> StrassenCases =>
        from test in ConvolutionCase.All.Where(test => SimdConvolution2D.Fits(test.Shape, MatrixProduct.Strassen)).Concat(
        [
            new(new(1, 1, 1, 32, 1, 1, 1, 1, 0, 1), true, true, Activation.Tanh),
            new(new(1, 15, 13, 256, 96, 1, 1, 1, 0, 1), true, true, Activation.Relu),
            new(new(2, 8, 7, 64, 256, 1, 1, 1, 0, 1), false, true, Activation.Relu),
            new(new(1, 12, 11, 128, 512, 1, 1, 1, 0, 1), true, false, Activation.None),
            new(new(1, 6, 5, 1600, 130, 1, 1, 1, 0, 1), true, true, Activation.Relu),
            new(new(1, 7, 6, 800, 64, 1, 1, 1, 0, 1), false, false, Activation.Sigmoid),
        ])
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test, width);

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(ConvolutionCase test, SimdWidth width) =>
        test.Check(Accelerator, Launch(test, SimdConvolution2D.Load(Accelerator, width)));

    [TestCaseSource(nameof(StrassenCases))]
    public void Equals_the_reference_by_Strassens_algorithm(ConvolutionCase test, SimdWidth width) =>
        test.Check(Accelerator, Launch(test, SimdConvolution2D.Load(Accelerator, width), MatrixProduct.Strassen), looseness: 2);

    [Test]
    public void Two_images_give_twice_what_one_gives(
        [Values] SimdWidth width, [Values(48, 5)] int channels, [Values] MatrixProduct product)
    {
        ConvolutionCase one = new(new(1, 9, 11, 32, channels, 3, 3, 1, 1, 1), true, false, Activation.Relu);
        ConvolutionCase two = one with { Shape = one.Shape with { Batch = 2 } };
        float[] x = RandomData.Floats((int)one.Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)one.Shape.WeightLength, seed: 2);
        float[] bias = RandomData.Floats(one.Shape.OutputChannels, seed: 3);
        SimdConvolution2D kernel = SimdConvolution2D.Load(Accelerator, width);

        float[] single = one.Run(Accelerator, Launch(one, kernel, product), x, weights, bias, null);
        float[] twice = two.Run(Accelerator, Launch(two, kernel, product), [.. x, .. x], weights, bias, null);

        Assert.That(twice, Is.EqualTo(single.Concat(single)));
    }

    /// <summary>The numbers of docs/numerics.md, measured as for Winograd's algorithms.</summary>
    [TestCase(MatrixProduct.Plain, 12, 110)]
    [TestCase(MatrixProduct.Strassen, 20, 160)]
    public void The_error_is_as_stated(MatrixProduct product, double root, double largest)
    {
        ConvolutionCase test = new(new(1, 24, 24, 256, 64, 3, 3, 1, 1, 1), false, false, Activation.None);
        float[] x = [.. RandomData.Floats((int)test.Shape.InputLength, seed: 1).Select(value => MathF.Max(value, 0))];
        float[] weights = RandomData.Floats((int)test.Shape.WeightLength, seed: 2, -0.03f, 0.03f);

        float[] y = test.Run(Accelerator, Launch(test, SimdConvolution2D.Load(Accelerator), product), x, weights, null, null);

        ConvolutionErrors errors = test.Errors(y, x, weights);
        Assert.That(errors.Root, Is.LessThan(root));
        Assert.That(errors.Largest, Is.LessThan(largest));
    }

    [Test]
    public void Strassens_algorithm_refuses_a_depth_that_has_no_halves()
    {
        Convolution2DShape shape = new(1, 1, 1, 48, 8, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> any = Poisoned<float>(48);

        Assert.That(
            () => SimdConvolution2D.Load(Accelerator).Launch(
                Stream, any.View, any.View, default, default, any.View, shape, Activation.None, MatrixProduct.Strassen),
            Throws.ArgumentException.With.Message.Contains("has 48 taps; for Strassen's algorithm it must be a multiple of 32"));
    }

    [Test]
    public void The_result_does_not_depend_on_the_width_where_the_processor_rounds_once()
    {
        ConvolutionCase test = new(new(1, 13, 15, 80, 70, 3, 3, 1, 1, 1), true, true, Activation.Relu);
        if (!System.Runtime.Intrinsics.X86.Fma.IsSupported && !System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported)
        {
            Assert.Ignore("This processor rounds twice in a multiply-add.");
        }

        float[][] results =
            [.. Enum.GetValues<SimdWidth>().Select(width => test.Check(Accelerator, Launch(test, SimdConvolution2D.Load(Accelerator, width))))];

        Assert.That(results[1], Is.EqualTo(results[0]));
        Assert.That(results[2], Is.EqualTo(results[0]));
    }

    [Test]
    public void Keeps_a_nan_behind_a_relu([Values] SimdWidth width)
    {
        ConvolutionCase test = new(new(1, 1, 40, 16, 32, 1, 1, 1, 0, 1), false, false, Activation.Relu);
        float[] x = RandomData.Floats((int)test.Shape.InputLength, seed: 1);
        x[17 * 16] = float.NaN;

        float[] y = test.Run(
            Accelerator, Launch(test, SimdConvolution2D.Load(Accelerator, width)), x, RandomData.Floats(512, seed: 2), null, null);

        Assert.That(y[(17 * 32)..(18 * 32)], Is.All.NaN);
        Assert.That(y[..(17 * 32)].Concat(y[(18 * 32)..]), Is.All.GreaterThanOrEqualTo(0f));
    }

    [Test]
    public void Refuses_weights_packed_for_another_width()
    {
        Convolution2DShape shape = new(1, 1, 1, 16, 8, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(16);
        using MemoryBuffer1D<float, Stride1D.Dense> weights = Upload(
            SimdConvolution2D.Load(Accelerator, SimdWidth.Four).PackWeights(new float[128], shape));
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(8);

        Assert.That(
            () => SimdConvolution2D.Load(Accelerator, SimdWidth.Sixteen).Launch(
                Stream, x.View, weights.View, ArrayView<float>.Empty, ArrayView<float>.Empty, y.View, shape, Activation.None),
            Throws.ArgumentException.With.Message.Contains("weights holds 128 elements; the shape needs 512"));
    }

    private ConvolutionLaunch Launch(ConvolutionCase test, SimdConvolution2D kernel, MatrixProduct product = MatrixProduct.Plain) =>
        (x, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(kernel.PackWeights(weights, test.Shape, product));
            kernel.Launch(Stream, x, packed.View, bias, residual, y, test.Shape, test.Activation, product);
            Accelerator.Synchronize();
        };
}
