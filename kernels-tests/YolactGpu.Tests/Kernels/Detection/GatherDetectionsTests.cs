using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class GatherDetectionsTests(string device) : AcceleratorFixture(device)
{
    // Two images, capacity for 3 detections, 2 classes of 4 candidates, 5 priors, 3 coefficients.
    private static readonly GatherDetectionsShape Shape = new(2, 3, 2, 4, 5, 3);

    private static readonly int[] PriorIndices = [4, 2, 0, 1, 3, 0, 2, -1, 1, 0, -1, -1, 2, 4, 3, 0];

    [TestCase(new[] { 0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f }, new[] { 5, 0, 2, 7, 1, 4 }, Description = "full capacity")]
    [TestCase(new[] { 0.9f, -1, -1, 0.6f, 0, -1 }, new[] { 6, -1, -1, 0, 5, -1 }, Description = "one scores 0")]
    [TestCase(new[] { -1f, -1, -1, 0.6f, -1, -1 }, new[] { -1, -1, -1, 1, -1, -1 }, Description = "none in one image")]
    public void Equals_the_reference(float[] scores, int[] positions)
    {
        float[] boxes = BoxData.OnGrid(10, seed: 41);
        float[] coefficients = RandomData.Floats(30, seed: 42);

        Gathered gathered = Gather(scores, positions, PriorIndices, boxes, coefficients, Shape);

        for (int n = 0; n < 2; n++)
        {
            ReferenceDetection[] expected = GatherDetectionsReference.Compute(
                scores[(n * 3)..][..3],
                positions[(n * 3)..][..3],
                PriorIndices[(n * 8)..][..8],
                boxes[(n * 20)..][..20],
                coefficients[(n * 15)..][..15],
                4);
            Assert.That(gathered.Counts[n], Is.EqualTo(expected.Length));
            for (int d = 0; d < 3; d++)
            {
                int at = (n * 3) + d;
                ReferenceDetection? present = d < expected.Length ? expected[d] : null;
                Assert.That(gathered.Classes[at], Is.EqualTo(present?.Class ?? -1));
                Assert.That(gathered.Priors[at], Is.EqualTo(present?.Prior ?? -1));
                Assert.That(gathered.Scores[at], Is.EqualTo(present?.Score ?? 0));
                Assert.That(gathered.Boxes[(at * 4)..][..4], Is.EqualTo(present?.Box ?? new float[4]));
                Assert.That(gathered.Coefficients[(at * 3)..][..3], Is.EqualTo(present?.Coefficients ?? new float[3]));
            }
        }
    }

    [Test]
    public void Gives_one_detection_of_one_class()
    {
        Gathered gathered = Gather(
            [0.5f], [0], [0], [0, 0, 1, 1], [7], new GatherDetectionsShape(1, 1, 1, 1, 1, 1));

        Assert.That(gathered.Counts, Is.EqualTo<int[]>([1]));
        Assert.That(gathered.Classes, Is.EqualTo<int[]>([0]));
        Assert.That(gathered.Coefficients, Is.EqualTo<float[]>([7f]));
    }

    [Test]
    public void Refuses_coefficients_of_the_wrong_length() => Assert.That(
        () => Gather(new float[6], new int[6], PriorIndices, new float[40], new float[29], Shape),
        Throws.ArgumentException.With.Message.Contains("coefficients holds 29 elements; the shape needs 30"));

    private sealed record Gathered(
        float[] Boxes, int[] Classes, float[] Scores, float[] Coefficients, int[] Priors, int[] Counts);

    private Gathered Gather(
        float[] scoreValues,
        int[] positionValues,
        int[] priorValues,
        float[] boxValues,
        float[] coefficientValues,
        GatherDetectionsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<int, Stride1D.Dense> positions = Upload(positionValues);
        using MemoryBuffer1D<int, Stride1D.Dense> priorIndices = Upload(priorValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> coefficients = Upload(coefficientValues);
        using MemoryBuffer1D<float, Stride1D.Dense> outBoxes = Poisoned<float>(shape.DetectionCount * 4);
        using MemoryBuffer1D<int, Stride1D.Dense> outClasses = Poisoned<int>(shape.DetectionCount);
        using MemoryBuffer1D<float, Stride1D.Dense> outScores = Poisoned<float>(shape.DetectionCount);
        using MemoryBuffer1D<float, Stride1D.Dense> outCoefficients =
            Poisoned<float>(shape.DetectionCount * shape.Coefficients);
        using MemoryBuffer1D<int, Stride1D.Dense> outPriors = Poisoned<int>(shape.DetectionCount);
        using MemoryBuffer1D<int, Stride1D.Dense> outCounts = Poisoned<int>(shape.Batch);
        GatherDetections.Load(Accelerator).Launch(
            Stream,
            scores.View,
            positions.View,
            priorIndices.View,
            boxes.View,
            coefficients.View,
            new DetectionViews(
                outBoxes.View, outClasses.View, outScores.View, outCoefficients.View, outPriors.View, outCounts.View),
            shape);
        return new Gathered(
            outBoxes.GetAsArray1D(),
            outClasses.GetAsArray1D(),
            outScores.GetAsArray1D(),
            outCoefficients.GetAsArray1D(),
            outPriors.GetAsArray1D(),
            outCounts.GetAsArray1D());
    }
}
