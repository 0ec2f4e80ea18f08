using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Masks;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Masks;

public sealed class SimdMaskToBitsTests(string device) : CpuAcceleratorFixture(device)
{
    private const uint Poison = uint.MaxValue;

    [TestCase(1, 1, 1, 1)]
    [TestCase(7, 5, 33, 67, Description = "a mask narrower than a vector")]
    [TestCase(7, 8, 33, 67, Description = "a mask as wide as a vector")]
    [TestCase(9, 40, 3, 11, Description = "smaller")]
    [TestCase(90, 40, 70, 36, Description = "a little smaller")]
    [TestCase(6, 64, 6, 64, Description = "the size kept, full words")]
    [TestCase(1, 37, 5, 31, Description = "one row")]
    [TestCase(34, 34, 32, 32)]
    [TestCase(34, 34, 32, 33)]
    [TestCase(34, 34, 131, 1)]
    [TestCase(35, 35, 200, 2100, Description = "more than one band each way")]
    [TestCase(138, 138, 480, 640)]
    public void Has_the_same_bits_as_the_plain_kernel(int height, int width, int imageHeight, int imageWidth)
    {
        float[] masks = RandomData.Floats(2 * height * width, seed: 61, low: 0, high: 1);
        float[] smooth = [.. masks.Select((_, i) => 0.5f + (0.5f * MathF.Sin(i * 0.01f) * MathF.Cos(i / width * 0.1f)))];
        MaskToBitsShape shape = Shape(1, 2, height, width, MaskCrop.Off) with
        {
            Detections = 2, ImageHeight = imageHeight, ImageWidth = imageWidth,
        };

        CheckAgainstPlain(masks, new float[8], shape);
        CheckAgainstPlain(smooth, new float[8], shape);
    }

    [TestCase(0.4f, 0.2f, 0.6f, 0.7f)]
    [TestCase(0f, 0f, 1f, 1f, Description = "touches every border")]
    [TestCase(0.5f, 0f, 1f, 0.5f)]
    [TestCase(-1f, -1f, 0.1f, 0.1f)]
    [TestCase(0.9f, 0.9f, 2f, 2f)]
    [TestCase(1.5f, 0f, 2f, 1f, Description = "outside: nothing is left")]
    [TestCase(0f, -2f, 1f, -1f, Description = "above: nothing is left")]
    [TestCase(float.NaN, 0f, 1f, 1f)]
    [TestCase(0f, float.NaN, 1f, 1f)]
    public void Skips_the_same_words(float x1, float y1, float x2, float y2)
    {
        // Masks that are not 0 outside the box show which words are computed.
        float[] ones = [.. Enumerable.Repeat(1f, 12 * 10)];
        foreach (float threshold in new[] { 0.5f, -1f })
        {
            foreach ((int height, int width) in new[] { (50, 140), (7, 33), (130, 1100) })
            {
                CheckAgainstPlain(ones, [x1, y1, x2, y2], Shape(1, 1, 12, 10, MaskCrop.PredictedBox) with
                {
                    ImageHeight = height, ImageWidth = width, Threshold = threshold,
                });
            }
        }
    }

    [Test]
    public void Compares_nan_and_infinity_as_the_plain_kernel_does()
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f, 0, 1, float.BitIncrement(0.5f)];
        Random random = new(62);
        float[] masks = [.. Enumerable.Range(0, 20 * 20).Select(_ => odd[random.Next(odd.Length)])];
        foreach ((int height, int width) in new[] { (20, 20), (40, 40), (33, 77) })
        {
            CheckAgainstPlain(masks, new float[4], Shape(1, 1, 20, 20, MaskCrop.Off) with
            {
                ImageHeight = height, ImageWidth = width,
            });
        }
    }

    [Test]
    public void Takes_a_part_of_the_detections_of_one_image_and_leaves_alone_those_without_a_mask()
    {
        // Two images of four detections; of the second image's last three, one scores too low and one is absent.
        float[] masks = [0, 0, 0, 0, 0, 1, 1, 1];
        MaskToBitsShape shape = Shape(2, 4, 1, 1, MaskCrop.Off) with
        {
            Image = 1, FirstDetection = 1, Detections = 3, ImageHeight = 1, ImageWidth = 1,
        };

        uint[] bits = ToBits(
            SimdMaskToBits.Load(Accelerator).Launch,
            masks,
            new float[32],
            [1, 1, 1, 1, 0.9f, 0.8f, 0.25f, 0.7f],
            [4, 3],
            shape);

        Assert.That(bits, Is.EqualTo<uint[]>([1, Poison, Poison]));
    }

    [Test]
    public void Refuses_what_the_plain_kernel_refuses() => Assert.That(
        () => ToBits(
            SimdMaskToBits.Load(Accelerator).Launch,
            new float[2],
            new float[8],
            [1, 1],
            [2],
            Shape(1, 2, 1, 1, MaskCrop.Off) with { ImageHeight = 1, ImageWidth = 1, FirstDetection = 2 }),
        Throws.InstanceOf<ArgumentException>().With.Message.Contains("FirstDetection"));

    private static MaskToBitsShape Shape(int batch, int detections, int height, int width, MaskCrop crop) => new(
        new MaskAssemblyShape(batch, detections, height, width, 1, 0.25f, crop, 1), 0, 0, 1, 1, 1, 0.5f);

    private void CheckAgainstPlain(float[] masks, float[] boxes, MaskToBitsShape shape)
    {
        float[] scores = [.. Enumerable.Repeat(1f, shape.Detections)];

        uint[] expected = ToBits(MaskToBits.Load(Accelerator).Launch, masks, boxes, scores, [shape.Detections], shape);
        uint[] bits = ToBits(SimdMaskToBits.Load(Accelerator).Launch, masks, boxes, scores, [shape.Detections], shape);

        Assert.That(bits, Is.EqualTo(expected), $"{shape}");
    }

    private delegate void LaunchToBits(
        AcceleratorStream stream,
        ArrayView<float> masks,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<uint> bits,
        MaskToBitsShape shape);

    private uint[] ToBits(
        LaunchToBits launch,
        float[] maskValues,
        float[] boxValues,
        float[] scoreValues,
        int[] countValues,
        MaskToBitsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> masks = Upload(maskValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(countValues);
        using MemoryBuffer1D<uint, Stride1D.Dense> bits = Poisoned<uint>(shape.OutputLength);
        launch(Stream, masks.View, boxes.View, scores.View, counts.View, bits.View, shape);
        return bits.GetAsArray1D();
    }
}
