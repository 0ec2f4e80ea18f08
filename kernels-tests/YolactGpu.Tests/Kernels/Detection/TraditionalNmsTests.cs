using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class TraditionalNmsTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1, 64, 64)]
    [TestCase(2, 3, 37, 5, 64, 64, Description = "more boxes are kept than there is room for")]
    [TestCase(1, 2, 211, 211, 64, 64, Description = "room for all")]
    [TestCase(1, 2, 37, 5, 128, 32, Description = "not square")]
    public void Equals_the_reference(int batch, int classes, int priors, int count, int width, int height)
    {
        TraditionalNmsShape shape = new(batch, classes, priors, count, 0.25f, 0.3125f, width, height);
        float[] scores = RandomData.Floats(batch * classes * priors, seed: 5, low: 0, high: 1);
        float[][] boxes = [.. BoxData.OnGrid(batch * priors, seed: 6).Chunk(4)];

        (float[] survivors, int[] kept) = Suppress(scores, [.. boxes.SelectMany(box => box)], shape);

        using (Assert.EnterMultipleScope())
        {
            for (int row = 0; row < batch * classes; row++)
            {
                float[] rowScores = scores[(row * priors)..((row + 1) * priors)];
                int firstBox = row / classes * priors;
                int[] expected = TraditionalNmsReference.Keep(rowScores, boxes[firstBox..(firstBox + priors)], 0.25, 0.3125, width, height);
                int[] padded = [.. expected.Concat(Enumerable.Repeat(-1, count)).Take(count)];
                Assert.That(kept[(row * count)..((row + 1) * count)], Is.EqualTo(padded), $"row {row}");
                Assert.That(
                    survivors[(row * count)..((row + 1) * count)], Is.EqualTo(padded.Select(prior => prior < 0 ? -1 : rowScores[prior])), $"row {row}");
            }
        }
    }

    [Test]
    public void A_suppressed_candidate_suppresses_nothing()
    {
        // Each covers about two thirds of the one before it, but the last less than half of the first.
        float[] boxes = [0, 0, 0.75f, 1, 0, 0, 0.5f, 1, 0, 0, 0.34375f, 1];

        Assert.That(
            Suppress([0.9f, 0.8f, 0.7f], boxes, new TraditionalNmsShape(1, 1, 3, 3, 0, 0.5f, 1024, 1024)).Priors, Is.EqualTo(new[] { 0, 2, -1 }));
    }

    [Test]
    public void Drops_a_box_whose_overlap_only_reaches_the_threshold()
    {
        // In pixels that count both ends 2 x 4 of 4 x 4.
        float[] boxes = [0, 0, 0.75f, 0.75f, 0, 0, 0.25f, 0.75f];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Suppress([0.9f, 0.8f], boxes, new TraditionalNmsShape(1, 1, 2, 2, 0, 0.5f, 4, 4)).Priors, Is.EqualTo(new[] { 0, -1 }));
            Assert.That(Suppress([0.9f, 0.8f], boxes, new TraditionalNmsShape(1, 1, 2, 2, 0, 0.5625f, 4, 4)).Priors, Is.EqualTo(new[] { 0, 1 }));
        }
    }

    [Test]
    public void The_pixel_more_counts_most_in_the_shorter_direction()
    {
        // Rows of pixels that count both ends: 2 of 4 are shared at a height of 4, 17 of 49 at one of 64.
        float[] boxes = [0, 0, 0.75f, 0.75f, 0, 0, 0.75f, 0.25f];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Suppress([0.9f, 0.8f], boxes, new TraditionalNmsShape(1, 1, 2, 2, 0, 0.45f, 4, 4)).Priors, Is.EqualTo(new[] { 0, -1 }));
            Assert.That(Suppress([0.9f, 0.8f], boxes, new TraditionalNmsShape(1, 1, 2, 2, 0, 0.45f, 4, 64)).Priors, Is.EqualTo(new[] { 0, 1 }));
        }
    }

    [Test]
    public void Of_equal_scores_the_lower_prior_is_kept() => Assert.That(
        Suppress([0.5f, 0.5f], [0, 0, 1, 1, 0, 0, 1, 1], new TraditionalNmsShape(1, 1, 2, 1, 0, 0.5f, 8, 8)).Priors, Is.EqualTo(new[] { 0 }));

    [Test]
    public void A_score_must_exceed_the_threshold_and_a_nan_does_not() => Assert.That(
        Suppress([0.5f, float.NaN, -1], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], new TraditionalNmsShape(1, 1, 3, 2, 0.5f, 0.5f, 8, 8)).Priors,
        Is.EqualTo(new[] { -1, -1 }));

    [Test]
    public void A_box_with_a_nan_drops_nothing_and_stays() => Assert.That(
        Suppress([0.9f, 0.8f], [0, 0, 1, float.NaN, 0, 0, 1, 1], new TraditionalNmsShape(1, 1, 2, 2, 0, 0.5f, 8, 8)).Priors,
        Is.EqualTo(new[] { 0, 1 }));

    [Test]
    public void Refuses_boxes_of_the_wrong_length() => Assert.That(
        () => Suppress([0.9f], [0, 0, 1, 1, 1], new TraditionalNmsShape(1, 1, 1, 1, 0, 0.5f, 8, 8)),
        Throws.ArgumentException.With.Message.Contains("cornerBoxes holds 5 elements; the shape needs 4"));

    private (float[] Survivors, int[] Priors) Suppress(float[] scoreValues, float[] boxValues, TraditionalNmsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> survivors = Poisoned<float>(shape.RowCount * shape.Count);
        using MemoryBuffer1D<int, Stride1D.Dense> priors = Poisoned<int>(shape.RowCount * shape.Count);
        using MemoryBuffer1D<int, Stride1D.Dense> candidates = Poisoned<int>(shape.RowCount * shape.Priors);
        TraditionalNms.Load(Accelerator).Launch(Stream, scores.View, boxes.View, survivors.View, priors.View, candidates.View, shape);
        return (survivors.GetAsArray1D(), priors.GetAsArray1D());
    }
}
