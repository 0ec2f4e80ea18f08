using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Kernels.Masks;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Masks;

public sealed class MaskAssemblyTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1, 1, 0, MaskCrop.PredictedBox)]
    [TestCase(2, 3, 11, 7, 5, 1, MaskCrop.PredictedBox, Description = "odd sizes, two images")]
    [TestCase(2, 3, 7, 11, 32, 0, MaskCrop.PredictedBox, Description = "no padding")]
    [TestCase(1, 4, 9, 5, 3, 1, MaskCrop.Off)]
    public void Equals_the_reference(
        int batch, int detections, int height, int width, int prototypes, int padding, MaskCrop crop)
    {
        MaskAssemblyShape shape = new(batch, detections, height, width, prototypes, -1, crop, padding);
        float[] values = RandomData.Floats(batch * height * width * prototypes, seed: 51);
        float[] coefficients = RandomData.Floats(batch * detections * prototypes, seed: 52, low: -1, high: 1);
        float[] boxes = RandomData.Floats(batch * detections * 4, seed: 53, low: -0.3f, high: 1.3f);
        float[] scores = [.. Enumerable.Repeat(0.5f, batch * detections)];
        int[] counts = [.. Enumerable.Repeat(detections, batch)];

        float[] masks = Assemble(values, coefficients, boxes, scores, counts, shape);

        int area = height * width;
        float[][] images = [.. values.Chunk(area * prototypes)];
        float[] expected =
        [
            .. Enumerable.Range(0, batch * detections).SelectMany(d => MaskAssemblyReference.Mask(
                images[d / detections],
                height,
                width,
                coefficients[(d * prototypes)..][..prototypes],
                boxes[(d * 4)..][..4],
                crop == MaskCrop.Off ? null : padding)),
        ];
        Assert.That(masks, Is.EqualTo(expected).Within(2e-6));
        Assert.That(expected.Zip(masks).Where(pair => pair.First == 0).Select(pair => pair.Second), Has.All.Zero);
    }

    [TestCase(Activation.Sigmoid, 0.37754067f, 0.8807971f)]
    [TestCase(Activation.Tanh, -0.46211717f, 0.9640276f)]
    [TestCase(Activation.Relu, 0, 2)]
    [TestCase(Activation.LeakyRelu, -0.05f, 2)]
    [TestCase(Activation.None, -0.5f, 2)]
    public void Applies_its_activation_to_the_sums(Activation activation, float first, float second)
    {
        MaskAssemblyShape shape = new MaskAssemblyShape(1, 1, 1, 2, 1, -1, MaskCrop.Off, 0) with { Activation = activation };

        Assert.That(Assemble([-0.25f, 1], [2], [0, 0, 1, 1], [1], [1], shape), Is.EqualTo(new[] { first, second }).Within(1e-6));
    }

    // Of four columns: the limits are box * 4, a column is kept where low <= index < high.
    [TestCase(0.25f, 0.75f, new[] { 0, 1, 1, 0 }, Description = "limits on whole columns")]
    [TestCase(0.75f, 0.25f, new[] { 0, 1, 1, 0 }, Description = "corners the wrong way round")]
    [TestCase(0.26f, 0.76f, new[] { 0, 0, 1, 1 }, Description = "limits just beyond whole columns")]
    [TestCase(-3f, 0.01f, new[] { 1, 0, 0, 0 }, Description = "begins outside")]
    [TestCase(-3f, -0.1f, new[] { 0, 0, 0, 0 }, Description = "lies outside, before")]
    [TestCase(1f, 4f, new[] { 0, 0, 0, 0 }, Description = "lies outside, behind")]
    [TestCase(0.5f, 0.5f, new[] { 0, 0, 0, 0 }, Description = "without width")]
    [TestCase(float.NaN, 0.5f, new[] { 0, 0, 0, 0 })]
    [TestCase(0f, float.PositiveInfinity, new[] { 1, 1, 1, 1 })]
    public void Keeps_the_columns_and_rows_of_the_box(float low, float high, int[] kept)
    {
        MaskAssemblyShape shape = new(1, 2, 4, 4, 1, -1, MaskCrop.PredictedBox, 0);

        float[] masks = Assemble(new float[16], new float[2], [low, 0, high, 1, 0, low, 1, high], [1, 1], [2], shape);

        Assert.That(masks[..4], Is.EqualTo(kept.Select(bit => bit * 0.5f)));
        Assert.That(masks[16..].Where((_, at) => at % 4 == 0), Is.EqualTo(kept.Select(bit => bit * 0.5f)));
    }

    [Test]
    public void Grows_the_box_by_the_padding()
    {
        MaskAssemblyShape shape = new(1, 1, 1, 6, 1, -1, MaskCrop.PredictedBox, 1);

        float[] masks = Assemble(new float[6], [0], [0.4f, 0, 0.6f, 1], [1], [1], shape);

        Assert.That(masks, Is.EqualTo<float[]>([0, 0, 0.5f, 0.5f, 0.5f, 0]));
    }

    [Test]
    public void Leaves_alone_the_masks_of_detections_that_are_absent_or_not_above_the_threshold()
    {
        MaskAssemblyShape shape = new(2, 3, 1, 1, 1, 0.25f, MaskCrop.Off, 0);

        float[] masks = Assemble(
            [0, 0], new float[6], new float[24], [0.9f, 0.5f, 0.25f, 0.9f, 0.8f, 0.7f], [3, 1], shape);

        Assert.That(masks, Is.EqualTo<float[]>([0.5f, 0.5f, float.NaN, 0.5f, float.NaN, float.NaN]));
    }

    [Test]
    public void Refuses_masks_of_the_wrong_length()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> floats = Upload(new float[4]);
        using MemoryBuffer1D<int, Stride1D.Dense> counts = Upload(new int[1]);

        Assert.That(
            () => MaskAssembly.Load(Accelerator).Launch(
                Stream,
                floats.View.SubView(0, 2),
                floats.View.SubView(0, 1),
                floats.View,
                floats.View.SubView(0, 1),
                counts.View,
                floats.View,
                new MaskAssemblyShape(1, 1, 1, 2, 1, 0, MaskCrop.Off, 0)),
            Throws.ArgumentException.With.Message.Contains("masks holds 4 elements; the shape needs 2"));
    }

    private float[] Assemble(
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
        MaskAssembly.Load(Accelerator).Launch(
            Stream, prototypes.View, coefficients.View, boxes.View, scores.View, counts.View, masks.View, shape);
        return masks.GetAsArray1D();
    }
}
