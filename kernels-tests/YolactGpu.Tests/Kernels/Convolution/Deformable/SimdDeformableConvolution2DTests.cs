using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Deformable;

public sealed class SimdDeformableConvolution2DTests(string device) : CpuAcceleratorFixture(device)
{
    public static IEnumerable<TestCaseData> Cases =>
        from test in DeformableCase.All
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test, width);

    public static IEnumerable<TestCaseData> StrassenCases =>
        from test in DeformableCase.All
        where SimdConvolution2D.Fits(test.Shape, MatrixProduct.Strassen)
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test, width);

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(DeformableCase test, SimdWidth width) =>
        test.Check(Accelerator, Launch(test, SimdDeformableConvolution2D.Load(Accelerator, width)));

    [TestCaseSource(nameof(StrassenCases))]
    public void Equals_the_reference_by_Strassens_algorithm(DeformableCase test, SimdWidth width) =>
        test.Check(Accelerator, Launch(test, SimdDeformableConvolution2D.Load(Accelerator, width), MatrixProduct.Strassen));

    [Test]
    public void Two_images_give_twice_what_one_gives([Values] SimdWidth width, [Values] MatrixProduct product)
    {
        DeformableCase one = new(new(new(1, 9, 11, 32, 48, 3, 3, 1, 1, 1), true, false, Activation.Relu), 2);
        DeformableCase two = one with { Convolution = one.Convolution with { Shape = one.Shape with { Batch = 2 } } };
        float[] x = RandomData.Floats((int)one.Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)one.Shape.WeightLength, seed: 2);
        float[] bias = RandomData.Floats(one.Shape.OutputChannels, seed: 3);
        float[] offsetMask = one.OffsetMask();
        SimdDeformableConvolution2D kernel = SimdDeformableConvolution2D.Load(Accelerator, width);

        float[] single = one.Run(Accelerator, Launch(one, kernel, product), x, offsetMask, weights, bias, null);
        float[] twice = two.Run(Accelerator, Launch(two, kernel, product), [.. x, .. x], [.. offsetMask, .. offsetMask], weights, bias, null);

        Assert.That(twice, Is.EqualTo(single.Concat(single)));
    }

    [Test]
    public void What_lies_outside_the_image_does_not_count_however_large_what_lies_inside_is()
    {
        DeformableCase test = new(new(new(1, 1, 1, 16, 1, 1, 1, 1, 0, 1), false, false, Activation.None), 0);
        float[] infinite = [.. Enumerable.Repeat(float.PositiveInfinity, 16)];
        float[] ones = [.. Enumerable.Repeat(1f, 16)];

        float[] y = test.Run(
            Accelerator, Launch(test, SimdDeformableConvolution2D.Load(Accelerator)), infinite, [-1f, 0, 0], ones, null, null);

        Assert.That(y, Is.EqualTo(new float[] { 0 }));
    }

    private DeformableLaunch Launch(
        DeformableCase test, SimdDeformableConvolution2D kernel, MatrixProduct product = MatrixProduct.Plain) =>
        (x, offsetMask, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(kernel.PackWeights(weights, test.Shape, product));
            kernel.Launch(Stream, x, offsetMask, packed.View, bias, residual, y, test.Shape, test.Convolution.Activation, product);
            Accelerator.Synchronize();
        };
}
