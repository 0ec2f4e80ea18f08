using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Masks;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Masks;

public sealed class MaskToBitsTests(string device) : AcceleratorFixture(device)
{
    private const uint Poison = uint.MaxValue;

    [TestCase(1, 1, 1, 1)]
    [TestCase(7, 5, 33, 67, Description = "larger, odd sizes, words that are not full")]
    [TestCase(9, 40, 3, 11, Description = "smaller")]
    [TestCase(6, 64, 6, 64, Description = "the size kept, full words")]
    [TestCase(1, 7, 5, 31, Description = "one row")]
    public void Equals_the_reference(int height, int width, int imageHeight, int imageWidth)
    {
        MaskToBitsShape shape = Shape(1, 3, height, width, MaskCrop.Off) with
        {
            Detections = 3, ImageHeight = imageHeight, ImageWidth = imageWidth,
        };

        float[] masks = RandomData.Floats(3 * height * width, seed: 61, low: 0, high: 1);

        uint[] bits = ToBits(masks, new float[12], [1, 1, 1], [3], shape);

        Assert.That(bits, Is.EqualTo(masks.Chunk(height * width).SelectMany(mask =>
            MaskToBitsReference.Compute(mask, height, width, imageHeight, imageWidth, 0.5))));
    }

    [TestCase(0.4f, 0.2f, 0.6f, 0.7f)]
    [TestCase(-1f, -1f, 0.1f, 0.1f)]
    [TestCase(0.9f, 0.9f, 2f, 2f)]
    [TestCase(1.5f, 0f, 2f, 1f, Description = "outside: nothing is left")]
    [TestCase(float.NaN, 0f, 1f, 1f)]
    public void Skips_what_lies_outside_the_box_without_changing_the_result(float x1, float y1, float x2, float y2)
    {
        float[] ones = [.. Enumerable.Repeat(1f, 12 * 10)];
        MaskToBitsShape shape = Shape(1, 1, 12, 10, MaskCrop.PredictedBox) with { ImageHeight = 50, ImageWidth = 140 };
        float[] box = [x1, y1, x2, y2];
        float[] cropped = MaskAssemblyReference.Mask(ones, 12, 10, [100], box, padding: 1);

        uint[] bits = ToBits(cropped, box, [1], [1], shape);

        Assert.That(bits, Is.EqualTo(MaskToBitsReference.Compute(cropped, 12, 10, 50, 140, 0.5)));
        Assert.That(bits.Any(word => word != 0), Is.EqualTo(x1 < 1));
    }

    [Test]
    public void Sets_a_bit_only_above_the_threshold() => Assert.That(
        ToBits(
            [0.5f, 0.50001f, 0.25f, 1],
            new float[4],
            [1],
            [1],
            Shape(1, 1, 1, 4, MaskCrop.Off) with { ImageHeight = 1, ImageWidth = 4 }),
        Is.EqualTo<uint[]>([0b1010u]));

    [Test]
    public void Takes_a_part_of_the_detections_of_one_image_and_leaves_alone_those_without_a_mask()
    {
        // Two images of four detections; of the second image's last three, one scores too low and one is absent.
        float[] masks = [0, 0, 0, 0, 0, 1, 1, 1];
        MaskToBitsShape shape = Shape(2, 4, 1, 1, MaskCrop.Off) with
        {
            Image = 1, FirstDetection = 1, Detections = 3, ImageHeight = 1, ImageWidth = 1,
        };

        uint[] bits = ToBits(masks, new float[32], [1, 1, 1, 1, 0.9f, 0.8f, 0.25f, 0.7f], [4, 3], shape);

        Assert.That(bits, Is.EqualTo<uint[]>([1, Poison, Poison]));
    }

    [Test]
    public void Refuses_a_part_that_the_batch_does_not_hold()
    {
        MaskToBitsShape shape = Shape(1, 2, 1, 1, MaskCrop.Off) with { ImageHeight = 1, ImageWidth = 1 };

        Assert.That(
            () => ToBits(new float[2], new float[8], [1, 1], [2], shape with { FirstDetection = 2 }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("FirstDetection"));
        Assert.That(
            () => ToBits(new float[2], new float[8], [1, 1], [2], shape with { Image = 1 }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Image"));
    }

    [Test]
    public void Refuses_masks_of_the_wrong_length() => Assert.That(
        () => ToBits(
            new float[3],
            new float[4],
            [1],
            [1],
            Shape(1, 1, 1, 4, MaskCrop.Off) with { ImageHeight = 1, ImageWidth = 4 }),
        Throws.ArgumentException.With.Message.Contains("masks holds 3 elements; the shape needs 4"));

    private static MaskToBitsShape Shape(int batch, int detections, int height, int width, MaskCrop crop) => new(
        new MaskAssemblyShape(batch, detections, height, width, 1, 0.25f, crop, 1), 0, 0, 1, 1, 1, 0.5f);

    private uint[] ToBits(
        float[] maskValues, float[] boxValues, float[] scoreValues, int[] countValues, MaskToBitsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> masks = Upload(maskValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(countValues);
        using MemoryBuffer1D<uint, Stride1D.Dense> bits = Poisoned<uint>(shape.OutputLength);
        MaskToBits.Load(Accelerator).Launch(
            Stream, masks.View, boxes.View, scores.View, counts.View, bits.View, shape);
        return bits.GetAsArray1D();
    }
}
