using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class BestClassTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 1)]
    [TestCase(2, 3, 7)]
    [TestCase(2, 80, 331, Description = "more than one run of priors on the CPU")]
    public void Finds_the_highest_score_and_its_class(int batch, int classes, int priors)
    {
        float[] scores = RandomData.Floats(batch * classes * priors, seed: 3, low: 0, high: 1);
        float[][] images = [.. scores.Chunk(classes * priors)];
        float[] ScoresOf(int at) => [.. Enumerable.Range(0, classes).Select(c => images[at / priors][(c * priors) + (at % priors)])];

        (float[] best, int[] found) = Find(scores, new BestClassShape(batch, classes, priors));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(best, Is.EqualTo(Enumerable.Range(0, batch * priors).Select(at => ScoresOf(at).Max())));
            Assert.That(found, Is.EqualTo(Enumerable.Range(0, batch * priors).Select(at => Array.IndexOf(ScoresOf(at), ScoresOf(at).Max()))));
        }
    }

    [Test]
    public void Of_equal_scores_the_first_class_is_taken_and_an_absent_prior_stays_absent()
    {
        (float[] best, int[] found) = Find([0.25f, -1, 0.5f, -1, 0.5f, -1], new BestClassShape(1, 3, 2));

        Assert.That(best, Is.EqualTo<float[]>([0.5f, -1]));
        Assert.That(found[0], Is.EqualTo(1));
    }

    [TestCase(new[] { 4, 2, -1, 0, -1, -1 })]
    public void Classes_of_detections_are_those_of_their_priors(int[] priorsOfTwoImages)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> classOfPrior = Upload<int>([10, 11, 12, 13, 14, 20, 21, 22, 23, 24]);
        using MemoryBuffer1D<int, Stride1D.Dense> priors = Upload(priorsOfTwoImages);
        using MemoryBuffer1D<int, Stride1D.Dense> classes = Poisoned<int>(6);

        GatherClasses.Load(Accelerator).Launch(Stream, classOfPrior.View, priors.View, classes.View, new GatherClassesShape(2, 3, 5));

        Assert.That(classes.GetAsArray1D(), Is.EqualTo(new[] { 14, 12, -1, 20, -1, -1 }));
    }

    [Test]
    public void Refuses_scores_of_the_wrong_length() => Assert.That(
        () => Find([1, 2, 3], new BestClassShape(1, 2, 2)),
        Throws.ArgumentException.With.Message.Contains("scores holds 3 elements; the shape needs 4"));

    private (float[] Best, int[] Classes) Find(float[] values, BestClassShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> best = Poisoned<float>(shape.PriorCount);
        using MemoryBuffer1D<int, Stride1D.Dense> classes = Poisoned<int>(shape.PriorCount);
        BestClass.Load(Accelerator).Launch(Stream, scores.View, best.View, classes.View, shape);
        return (best.GetAsArray1D(), classes.GetAsArray1D());
    }
}
