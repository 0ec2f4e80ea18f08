using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Masks;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Masks;

public sealed class DirectMaskToBitsTests(string device) : AcceleratorFixture(device)
{
    private static IEnumerable<int[]> Boxes()
    {
        yield return [0, 0, 1, 1];
        yield return [3, 2, 71, 33];
        yield return [0, 0, 75, 41];
        yield return [31, 5, 33, 40];
    }

    [TestCaseSource(nameof(Boxes))]
    public void Equals_the_reference(params int[] box)
    {
        const int Side = 5;
        const int Width = 75;
        const int Height = 41;
        float[] masks = RandomData.Floats(2 * Side * Side, seed: 12, low: 0, high: 1);
        MaskToBitsShape shape = Shape(detections: 2, Side, taken: 2, Width, Height);

        uint[] bits = Paste(masks, [.. box, 10, 10, 20, 30], [0.9f, 0.8f], [2], shape);

        double[] expected = DirectMaskReference.Paste(masks[..(Side * Side)], Side, box, Width, Height);
        for (int at = 0; at < expected.Length; at++)
        {
            if (!(Math.Abs(expected[at] - 0.5) < 1e-5))
            {
                uint word = bits[(at / Width * shape.WordsPerRow) + (at % Width / 32)];
                Assert.That((word >> (at % Width % 32)) & 1, Is.EqualTo(expected[at] > 0.5 ? 1 : 0), $"pixel {at % Width}, {at / Width}");
            }
        }

        int second = (int)shape.WordsPerMask;
        Assert.That(bits[second..].Sum(word => System.Numerics.BitOperations.PopCount(word)), Is.Positive.And.LessThanOrEqualTo(200));
    }

    [TestCase(5, 5, 2, 9)]
    [TestCase(5, 5, 9, 2)]
    [TestCase(5, 5, 2, 2)]
    [TestCase(5, 5, 5, 9)]
    public void A_box_without_pixels_has_an_empty_mask(params int[] box) =>
        Assert.That(Paste([1], box, [0.9f], [1], Shape(1, 1, 1, 10, 10)), Is.All.Zero);

    [Test]
    public void Leaves_the_masks_of_absent_and_low_detections_as_they_are() => Assert.That(
        Paste([1, 1, 1], [0, 0, 2, 1, 0, 0, 2, 1, 0, 0, 2, 1], [0.9f, 0.1f, 0.9f], [2], Shape(3, 1, 3, 2, 1)),
        Is.EqualTo(new[] { 3u, uint.MaxValue, uint.MaxValue }));

    [Test]
    public void Refuses_boxes_of_the_wrong_length() => Assert.That(
        () => Paste([1], [0, 0, 1], [0.9f], [1], Shape(1, 1, 1, 2, 2)),
        Throws.ArgumentException.With.Message.Contains("pixelBoxes holds 3 elements; the shape needs 4"));

    private static MaskToBitsShape Shape(int detections, int side, int taken, int width, int height) => new(
        new MaskAssemblyShape(1, detections, side, side, side * side, 0.25f, MaskCrop.Off, 0), 0, 0, taken, height, width, 0.5f);

    private uint[] Paste(float[] maskValues, int[] boxValues, float[] scoreValues, int[] countValues, MaskToBitsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> masks = Upload(maskValues);
        using MemoryBuffer1D<int, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(countValues);
        using MemoryBuffer1D<uint, Stride1D.Dense> bits = Poisoned<uint>(shape.OutputLength);
        DirectMaskToBits.Load(Accelerator).Launch(Stream, masks.View, boxes.View, scores.View, counts.View, bits.View, shape);
        return bits.GetAsArray1D();
    }
}
