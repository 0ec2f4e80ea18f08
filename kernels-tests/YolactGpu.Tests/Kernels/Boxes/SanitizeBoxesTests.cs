using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Boxes;

public sealed class SanitizeBoxesTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 0)]
    [TestCase(29, 333, 500, 0)]
    [TestCase(29, 138, 69, 1)]
    public void Equals_the_reference(int count, int width, int height, int padding)
    {
        float[] boxes = RandomData.Floats(count * 4, seed: 8, low: -0.5f, high: 1.5f);
        SanitizeBoxesShape shape = new(count, width, height, padding);

        Assert.That(Floats(boxes, shape), Is.EqualTo(SanitizeBoxesReference.Floats(boxes, width, height, padding)));
        Assert.That(Ints(boxes, shape), Is.EqualTo(SanitizeBoxesReference.Ints(boxes, width, height, padding)));
    }

    [Test]
    public void Sorts_each_pair_of_coordinates() => Assert.That(
        Ints([0.75f, 0.5f, 0.25f, 0.125f], new SanitizeBoxesShape(1, 100, 80, 0)),
        Is.EqualTo<int[]>([25, 10, 75, 40]));

    [Test]
    public void Leaves_a_box_beyond_the_image_inside_out_as_the_original_does()
    {
        float[] boxes = [1.5f, -2, 2, -1];

        Assert.That(Floats(boxes, new SanitizeBoxesShape(1, 10, 10, 0)), Is.EqualTo<float[]>([15f, 0, 10, -10]));
        Assert.That(Ints(boxes, new SanitizeBoxesShape(1, 10, 10, 0)), Is.EqualTo<int[]>([15, 0, 10, -10]));
    }

    [Test]
    public void Truncates_towards_zero_before_padding() => Assert.That(
        Ints([-0.05f, 0.19f, 0.96f, 0.99f], new SanitizeBoxesShape(1, 10, 10, 1)), Is.EqualTo<int[]>([0, 0, 10, 10]));

    [Test]
    public void Keeps_a_nan_among_floats_and_makes_it_zero_among_ints()
    {
        float[] boxes = [float.NaN, 0.25f, 0.5f, 0.75f];

        Assert.That(
            Floats(boxes, new SanitizeBoxesShape(1, 8, 8, 0)), Is.EqualTo<float[]>([float.NaN, 2, float.NaN, 6]));
        Assert.That(Ints(boxes, new SanitizeBoxesShape(1, 8, 8, 0)), Is.EqualTo<int[]>([0, 2, 4, 6]));
    }

    [Test]
    public void Limits_what_does_not_fit_into_an_int() => Assert.That(
        Ints(
            [float.NegativeInfinity, float.PositiveInfinity, -1e30f, 1e30f],
            new SanitizeBoxesShape(1, 8, 9, 0)),
        Is.EqualTo<int[]>([0, 1 << 30, -(1 << 30), 9]));

    [Test]
    public void Refuses_boxes_of_the_wrong_length() => Assert.That(
        () => Ints(new float[4], new SanitizeBoxesShape(2, 8, 8, 0)),
        Throws.ArgumentException.With.Message.Contains("cornerBoxes holds 4 elements; the shape needs 8"));

    private float[] Floats(float[] values, SanitizeBoxesShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> pixels = Poisoned<float>(values.Length);
        SanitizeBoxes.Load(Accelerator).Launch(Stream, boxes.View, pixels.View, shape);
        return pixels.GetAsArray1D();
    }

    private int[] Ints(float[] values, SanitizeBoxesShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(values);
        using MemoryBuffer1D<int, Stride1D.Dense> pixels = Poisoned<int>(values.Length);
        SanitizeBoxes.Load(Accelerator).Launch(Stream, boxes.View, pixels.View, shape);
        return pixels.GetAsArray1D();
    }
}
