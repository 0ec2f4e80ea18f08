using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class RescoreDetectionsTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 7, 3, 5)]
    [TestCase(1, 100, 80, 100)]
    [TestCase(3, 13, 2, 0)]
    public void Equals_the_reference(int batch, int detections, int classes, int present)
    {
        RescoreDetectionsShape shape = new(batch, detections, classes);
        float[] random = RandomData.Floats(batch * detections, seed: 1, 0, 1);
        float[] scores = [.. random.Select((score, i) => i % detections < present ? score : -1)];
        int[] positions = [.. Enumerable.Range(0, scores.Length).Select(i => 1000 - i)];
        int[] classIds = [.. Enumerable.Range(0, scores.Length).Select(i => i % detections < present ? i * 7 % classes : -1)];

        // Few values, so that some products are equal.
        float[] iou = [.. RandomData.Floats(scores.Length * classes, seed: 2, 0, 3).Select(value => MathF.Floor(value) / 4)];

        (float[] rescored, int[] newPositions, float[] boxScores) = Rescore(scores, positions, classIds, iou, shape);

        for (int n = 0; n < batch; n++)
        {
            Range image = (n * detections)..((n + 1) * detections);
            (float Rescored, int Position, float Score)[] expected = RescoreDetectionsReference.Compute(
                scores[image], positions[image], classIds[image], iou[(n * detections * classes)..((n + 1) * detections * classes)], classes);
            int absent = detections - expected.Length;
            Assert.That(rescored[image], Is.EqualTo(expected.Select(row => row.Rescored).Concat(Enumerable.Repeat(-1f, absent))));
            Assert.That(newPositions[image], Is.EqualTo(expected.Select(row => row.Position).Concat(Enumerable.Repeat(-1, absent))));
            Assert.That(boxScores[image], Is.EqualTo(expected.Select(row => row.Score).Concat(Enumerable.Repeat(0f, absent))));
        }
    }

    [Test]
    public void Equal_products_keep_their_order_and_what_is_no_number_counts_as_zero()
    {
        (float[] rescored, int[] positions, _) = Rescore(
            [0.5f, 0.25f, 0.125f, 0.0625f], [10, 11, 12, 13], [0, 0, 0, 0], [float.NaN, 1, 2, 4], new RescoreDetectionsShape(1, 4, 1));

        Assert.That(rescored, Is.EqualTo(new float[] { 0.25f, 0.25f, 0.25f, 0 }));
        Assert.That(positions, Is.EqualTo(new[] { 11, 12, 13, 10 }));
    }

    [Test]
    public void Refuses_overlaps_of_the_wrong_length() => Assert.That(
        () => Rescore([1], [0], [0], [1, 1, 1], new RescoreDetectionsShape(1, 1, 2)),
        Throws.ArgumentException.With.Message.Contains("iou holds 3 elements; the shape needs 2"));

    private (float[] Rescored, int[] Positions, float[] BoxScores) Rescore(
        float[] scores, int[] positions, int[] classes, float[] iou, RescoreDetectionsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scoreBuffer = Upload(scores);
        using MemoryBuffer1D<int, Stride1D.Dense> positionBuffer = Upload(positions);
        using MemoryBuffer1D<int, Stride1D.Dense> classBuffer = Upload(classes);
        using MemoryBuffer1D<float, Stride1D.Dense> iouBuffer = Upload(iou);
        using MemoryBuffer1D<float, Stride1D.Dense> rescored = Poisoned<float>(scores.Length);
        using MemoryBuffer1D<int, Stride1D.Dense> newPositions = Poisoned<int>(scores.Length);
        using MemoryBuffer1D<float, Stride1D.Dense> boxScores = Poisoned<float>(scores.Length);
        RescoreDetections.Load(Accelerator).Launch(
            Stream,
            scoreBuffer.View,
            positionBuffer.View,
            classBuffer.View,
            iouBuffer.View,
            rescored.View,
            newPositions.View,
            boxScores.View,
            shape);
        return (rescored.GetAsArray1D(), newPositions.GetAsArray1D(), boxScores.GetAsArray1D());
    }
}
