using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Kernels.Boxes;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class FastNmsTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 3, 7, 11, Description = "two images, several classes")]
    [TestCase(1, 2, 64, 64, Description = "many candidates, full capacity")]
    public void Equals_the_reference(int batch, int classes, int count, int priors)
    {
        Random random = new(31);
        float[] boxes = BoxData.OnGrid(batch * priors, seed: 32);
        List<float> scores = [];
        List<int> indices = [];
        for (int row = 0; row < batch * classes; row++)
        {
            int present = random.Next(count / 2, count + 1);
            scores.AddRange(Enumerable.Range(0, count).Select(j => j < present ? 1 - (j / 100f) : -1));
            int[] chosen = [.. Enumerable.Range(0, priors)];
            random.Shuffle(chosen);
            indices.AddRange(Enumerable.Range(0, count).Select(j => j < present ? chosen[j] : -1));
        }

        float[] survivors = Suppress(
            [.. scores], [.. indices], boxes, new FastNmsShape(batch, classes, count, priors, 0.125f));

        Assert.That(survivors, Is.EqualTo(FastNmsReference.Compute(
            [.. scores], [.. indices], boxes, classes, count, priors, 0.125f)));
        Assert.That(count == 1 || survivors.Zip(scores).Any(pair => pair.First < 0 && pair.Second >= 0), Is.True);
    }

    [Test]
    public void Keeps_a_candidate_whose_overlap_only_reaches_the_threshold()
    {
        float[] boxes = [0, 0, 1, 1, 0, 0, 1, 0.5f];

        Assert.That(
            Suppress([0.9f, 0.8f], [0, 1], boxes, new FastNmsShape(1, 1, 2, 2, 0.5f)),
            Is.EqualTo<float[]>([0.9f, 0.8f]));
        Assert.That(
            Suppress([0.9f, 0.8f], [0, 1], boxes, new FastNmsShape(1, 1, 2, 2, 0.4375f)),
            Is.EqualTo<float[]>([0.9f, -1]));
    }

    [Test]
    public void A_suppressed_candidate_still_suppresses()
    {
        // Each covers about two thirds of the one before it, but the last less than half of the first.
        float[] boxes = [0, 0, 0.75f, 1, 0, 0, 0.5f, 1, 0, 0, 0.34375f, 1];

        Assert.That(
            Suppress([0.9f, 0.8f, 0.7f], [0, 1, 2], boxes, new FastNmsShape(1, 1, 3, 3, 0.5f)),
            Is.EqualTo<float[]>([0.9f, -1, -1]));
    }

    [Test]
    public void Classes_and_images_do_not_suppress_each_other()
    {
        float[] boxes = [0, 0, 1, 1, 0, 0, 1, 1];

        Assert.That(
            Suppress([0.9f, 0.8f, 0.7f, 0.6f], [0, 0, 0, 0], boxes, new FastNmsShape(2, 2, 1, 1, 0.5f)),
            Is.EqualTo<float[]>([0.9f, 0.8f, 0.7f, 0.6f]));
    }

    [Test]
    public void Drops_the_second_of_two_boxes_without_area_and_any_box_after_a_nan()
    {
        float[] boxes = [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0, 0, 1, 1, float.NaN, 0, 1, 1, 2, 2, 3, 3];
        FastNmsShape shape = new(1, 1, 3, 5, 0.5f);

        Assert.That(Suppress([0.9f, 0.8f, 0.7f], [0, 1, 2], boxes, shape), Is.EqualTo<float[]>([0.9f, -1, 0.7f]));
        Assert.That(Suppress([0.9f, 0.8f, 0.7f], [2, 3, 4], boxes, shape), Is.EqualTo<float[]>([0.9f, -1, -1]));
    }

    [Test]
    public void Leaves_absent_candidates_absent() => Assert.That(
        Suppress([-1, -1], [-1, -1], [0, 0, 1, 1], new FastNmsShape(1, 1, 2, 1, 0.5f)), Is.EqualTo<float[]>([-1f, -1]));

    [Test]
    public void Works_in_place()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload<float>([0.9f, 0.8f, 0.7f]);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload<int>([1, 0, 1]);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload<float>([0f, 0, 1, 1, 2, 2, 3, 3]);

        FastNms.Load(Accelerator).Launch(
            Stream, scores.View, indices.View, boxes.View, scores.View, new FastNmsShape(1, 1, 3, 2, 0.5f));

        Assert.That(scores.GetAsArray1D(), Is.EqualTo<float[]>([0.9f, 0.8f, -1]));
    }

    [Test]
    public void Refuses_boxes_of_the_wrong_length() => Assert.That(
        () => Suppress([0.9f], [0], [0, 0, 1, 1], new FastNmsShape(1, 1, 1, 2, 0.5f)),
        Throws.ArgumentException.With.Message.Contains("cornerBoxes holds 4 elements; the shape needs 8"));

    private float[] Suppress(float[] scoreValues, int[] indexValues, float[] boxValues, FastNmsShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload(indexValues);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> survivors = Poisoned<float>(shape.CandidateCount);
        FastNms.Load(Accelerator).Launch(Stream, scores.View, indices.View, boxes.View, survivors.View, shape);
        return survivors.GetAsArray1D();
    }
}
