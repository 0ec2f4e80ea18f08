using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Resampling;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Resampling;

public sealed class ResizeBilinearTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1, 1, 1)]
    [TestCase(1, 1, 1, 3, 5, 2, Description = "a single pixel")]
    [TestCase(2, 1, 4, 6, 3, 3, Description = "a single row")]
    [TestCase(1, 7, 1, 3, 4, 1, Description = "a single column")]
    [TestCase(2, 18, 18, 35, 35, 5, Description = "as in the FPN")]
    [TestCase(1, 5, 9, 13, 10, 7)]
    [TestCase(1, 13, 11, 6, 4, 3, Description = "smaller")]
    [TestCase(1, 17, 5, 1, 1, 2, Description = "down to a single pixel")]
    [TestCase(1, 3, 139, 5, 600, 1, Description = "wide")]
    public void Equals_the_reference(
        int batch, int height, int width, int outputHeight, int outputWidth, int channels)
    {
        ResizeBilinearShape shape = new(batch, height, width, outputHeight, outputWidth, channels);
        float[] x = RandomData.Floats((int)shape.InputLength, seed: 7);

        float[] y = Resize(x, shape);

        double[] expected = ResizeBilinearReference.Compute(
            [.. x.Select(value => (double)value)], batch, height, width, outputHeight, outputWidth, channels);
        Assert.That(y, Is.EqualTo(expected).Within(4 * (height + width) * Math.Pow(2, -24) * x.Max(Math.Abs)));
    }

    [Test]
    public void The_same_size_is_the_identity()
    {
        ResizeBilinearShape shape = new(2, 7, 5, 7, 5, 3);
        float[] x = RandomData.Floats((int)shape.InputLength, seed: 8, -1e9f, 1e9f);

        Assert.That(Resize(x, shape), Is.EqualTo(x));
    }

    [Test]
    public void Twice_the_size_mixes_neighbours_as_one_to_three()
    {
        float[] expected = [0, 1, 3, 4];

        Assert.That(Resize([0, 4], new ResizeBilinearShape(1, 1, 2, 1, 4, 1)), Is.EqualTo(expected));
    }

    [Test]
    public void A_batch_of_two_equals_twice_a_batch_of_one()
    {
        float[] x = RandomData.Floats(2 * 5 * 4 * 3, seed: 9);

        float[] both = Resize(x, new ResizeBilinearShape(2, 5, 4, 9, 8, 3));

        Assert.That(
            both,
            Is.EqualTo(x.Chunk(5 * 4 * 3).SelectMany(image => Resize(image, new ResizeBilinearShape(1, 5, 4, 9, 8, 3)))));
    }

    [TestCase(7, 8, "x holds 7 elements; the shape needs 6")]
    [TestCase(6, 11, "y holds 11 elements; the shape needs 12")]
    public void Refuses_lengths_that_the_shape_does_not_have(int inputs, int outputs, string message)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Poisoned<float>(inputs);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(outputs);

        Assert.That(
            () => ResizeBilinear.Load(Accelerator).Launch(Stream, x.View, y.View, new ResizeBilinearShape(1, 2, 3, 4, 3, 1)),
            Throws.ArgumentException.With.Message.Contains(message));
    }

    private float[] Resize(float[] values, ResizeBilinearShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> x = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> y = Poisoned<float>(shape.OutputLength);
        ResizeBilinear.Load(Accelerator).Launch(Stream, x.View, y.View, shape);
        return y.GetAsArray1D();
    }
}
