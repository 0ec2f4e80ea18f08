using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Deformable;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Deformable;

public sealed class DeformableConvolution2DTests(string device) : AcceleratorFixture(device)
{
    [TestCaseSource(typeof(DeformableCase), nameof(DeformableCase.All))]
    public void Equals_the_reference(DeformableCase test) => test.Check(Accelerator, Launch(test));

    [Test]
    public void Without_offsets_and_with_full_masks_it_is_the_ordinary_convolution()
    {
        DeformableCase test = new(new(new(1, 7, 6, 5, 9, 3, 3, 2, 1, 1), true, false, Activation.Relu), 0);
        float[] x = RandomData.Floats((int)test.Shape.InputLength, seed: 1);
        float[] weights = RandomData.Floats((int)test.Shape.WeightLength, seed: 2);
        float[] bias = RandomData.Floats(test.Shape.OutputChannels, seed: 3);
        float[] offsetMask = [.. Enumerable.Range(0, (int)test.Shape.OutputPixels * 27).Select(i => i % 27 < 18 ? 0f : 100f)];

        float[] deformable = test.Run(Accelerator, Launch(test), x, offsetMask, weights, bias, null);
        float[] ordinary = test.Convolution.Run(
            Accelerator,
            (xView, w, biasView, residual, y) =>
            {
                using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(Convolution2D.PackWeights(w, test.Shape));
                Convolution2D.Load(Accelerator).Launch(Stream, xView, packed.View, biasView, residual, y, test.Shape, Activation.Relu);
                Accelerator.Synchronize();
            },
            x,
            weights,
            bias,
            null);

        Assert.That(deformable, Is.EqualTo(ordinary).Within(1e-6));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    [TestCase(3e38f)]
    public void A_place_that_is_no_number_or_far_away_reads_nothing(float offset)
    {
        DeformableCase test = new(new(new(1, 2, 2, 3, 2, 1, 1, 1, 0, 1), true, false, Activation.None), 0);
        float[] bias = [3, 5];

        float[] y = test.Run(
            Accelerator, Launch(test), new float[12], [offset, 0, 0, 0, offset, 0, offset, offset, 0, 0, 0, 0], new float[6], bias, null);

        Assert.That(y, Is.EqualTo(new float[] { 3, 5, 3, 5, 3, 5, 3, 5 }));
    }

    [Test]
    public void Refuses_offsets_of_the_wrong_length()
    {
        Convolution2DShape shape = new(1, 1, 1, 1, 1, 1, 1, 1, 0, 1);
        using MemoryBuffer1D<float, Stride1D.Dense> one = Poisoned<float>(1);

        Assert.That(
            () => DeformableConvolution2D.Load(Accelerator).Launch(
                Stream, one.View, one.View, one.View, one.View, ArrayView<float>.Empty, one.View, shape, Activation.None),
            Throws.ArgumentException.With.Message.Contains("offsetMask holds 1 elements; the shape needs 3"));
    }

    private DeformableLaunch Launch(DeformableCase test) => (x, offsetMask, weights, bias, residual, y) =>
    {
        using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(Convolution2D.PackWeights(weights, test.Shape));
        DeformableConvolution2D.Load(Accelerator).Launch(
            Stream, x, offsetMask, packed.View, bias, residual, y, test.Shape, test.Convolution.Activation);
        Accelerator.Synchronize();
    };
}
