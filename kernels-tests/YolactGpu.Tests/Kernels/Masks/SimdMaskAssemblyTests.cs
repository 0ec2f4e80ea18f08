using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Kernels.Masks;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Masks;

public sealed class SimdMaskAssemblyTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1, 1, 0, MaskCrop.PredictedBox)]
    [TestCase(2, 3, 11, 7, 5, 1, MaskCrop.PredictedBox, Description = "odd sizes, two images")]
    [TestCase(2, 9, 35, 33, 32, 1, MaskCrop.PredictedBox, Description = "more than one tile each way")]
    [TestCase(1, 5, 3, 97, 32, 0, MaskCrop.PredictedBox, Description = "no padding")]
    [TestCase(1, 4, 9, 31, 3, 1, MaskCrop.Off)]
    [TestCase(1, 2, 5, 64, 400, 1, MaskCrop.PredictedBox, Description = "tiles of one row")]
    public void Equals_the_plain_kernel(
        int batch, int detections, int height, int width, int prototypes, int padding, MaskCrop crop) =>
        CheckAgainstPlain(
            RandomData.Floats(batch * height * width * prototypes, seed: 51),
            RandomData.Floats(batch * detections * prototypes, seed: 52, low: -1, high: 1),
            RandomData.Floats(batch * detections * 4, seed: 53, low: -0.3f, high: 1.3f),
            new MaskAssemblyShape(batch, detections, height, width, prototypes, -1, crop, padding));

    [Test]
    public void Applies_every_activation_as_the_plain_kernel_does([Values] Activation activation) => CheckAgainstPlain(
        RandomData.Floats(7 * 33 * 3, seed: 51),
        RandomData.Floats(2 * 3, seed: 52, low: -1, high: 1),
        RandomData.Floats(2 * 4, seed: 53, low: -0.3f, high: 1.3f),
        new MaskAssemblyShape(1, 2, 7, 33, 3, -1, MaskCrop.PredictedBox, 1) with { Activation = activation });

    [TestCase(0.25f, 0.75f, Description = "limits on whole columns")]
    [TestCase(0.75f, 0.25f, Description = "corners the wrong way round")]
    [TestCase(0.26f, 0.76f)]
    [TestCase(0f, 1f)]
    [TestCase(-3f, 0.01f, Description = "begins outside")]
    [TestCase(-3f, -0.1f, Description = "lies outside, before")]
    [TestCase(1f, 4f, Description = "lies outside, behind")]
    [TestCase(0.5f, 0.5f, Description = "without width")]
    [TestCase(float.NaN, 0.5f)]
    [TestCase(0f, float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity, float.PositiveInfinity)]
    public void Keeps_the_columns_and_rows_of_the_box(float low, float high)
    {
        foreach (int padding in new[] { 0, 1 })
        {
            CheckAgainstPlain(
                RandomData.Floats(40 * 40 * 2, seed: 54),
                RandomData.Floats(3 * 2, seed: 55),
                [low, 0, high, 1, 0, low, 1, high, low, low, high, high],
                new MaskAssemblyShape(1, 3, 40, 40, 2, -1, MaskCrop.PredictedBox, padding));
        }
    }

    [Test]
    public void Saturates_and_keeps_nan_as_the_plain_kernel_does() => CheckAgainstPlain(
        [0, 1, -1, 20, -20, 89, -89, 104, -104, 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN],
        [1],
        [0, 0, 1, 1],
        new MaskAssemblyShape(1, 1, 2, 7, 1, -1, MaskCrop.Off, 0));

    [Test]
    public void Leaves_alone_the_masks_of_detections_that_are_absent_or_not_above_the_threshold()
    {
        MaskAssemblyShape shape = new(2, 3, 1, 1, 1, 0.25f, MaskCrop.Off, 0);

        float[] masks = Assemble(
            SimdMaskAssembly.Load(Accelerator).Launch,
            [0, 0],
            new float[6],
            new float[24],
            [0.9f, 0.5f, 0.25f, 0.9f, 0.8f, 0.7f],
            [3, 1],
            shape);

        Assert.That(masks, Is.EqualTo<float[]>([0.5f, 0.5f, float.NaN, 0.5f, float.NaN, float.NaN]));
    }

    [Test]
    public void Refuses_more_prototypes_than_fit_on_the_stack()
    {
        const int prototypes = SimdMaskAssembly.MaximumPrototypes + 1;
        MaskAssemblyShape shape = new(1, 1, 1, 1, prototypes, 0, MaskCrop.Off, 0);

        Assert.That(
            () => Assemble(
                SimdMaskAssembly.Load(Accelerator).Launch, new float[prototypes], new float[prototypes], new float[4], [1], [1], shape),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("shape.Prototypes"));
    }

    private void CheckAgainstPlain(float[] prototypes, float[] coefficients, float[] boxes, MaskAssemblyShape shape)
    {
        float[] scores = [.. Enumerable.Repeat(0.5f, (int)shape.DetectionCount)];
        int[] counts = [.. Enumerable.Repeat(shape.Detections, shape.Batch)];

        float[] expected = Assemble(
            MaskAssembly.Load(Accelerator).Launch, prototypes, coefficients, boxes, scores, counts, shape);
        float[] masks = Assemble(
            SimdMaskAssembly.Load(Accelerator).Launch, prototypes, coefficients, boxes, scores, counts, shape);

        Assert.That(masks, Is.EqualTo(expected).Within(5).Ulps);
        Assert.That(expected.Zip(masks).Where(pair => pair.First == 0).Select(pair => pair.Second), Has.All.Zero);
    }

    private delegate void LaunchAssembly(
        AcceleratorStream stream,
        ArrayView<float> prototypes,
        ArrayView<float> coefficients,
        ArrayView<float> cornerBoxes,
        ArrayView<float> scores,
        ArrayView<int> counts,
        ArrayView<float> masks,
        MaskAssemblyShape shape);

    private float[] Assemble(
        LaunchAssembly launch,
        float[] prototypeValues,
        float[] coefficientValues,
        float[] boxValues,
        float[] scoreValues,
        int[] countValues,
        MaskAssemblyShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> prototypes = Upload(prototypeValues);
        using MemoryBuffer1D<float, Stride1D.Dense> coefficients = Upload(coefficientValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(countValues);
        using MemoryBuffer1D<float, Stride1D.Dense> masks = Poisoned<float>(shape.OutputLength);
        launch(Stream, prototypes.View, coefficients.View, boxes.View, scores.View, counts.View, masks.View, shape);
        return masks.GetAsArray1D();
    }
}
