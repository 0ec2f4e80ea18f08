using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class ScoreFilterTests(string device) : AcceleratorFixture(device)
{
    [TestCase(1, 1, 2, Description = "one class beside the background")]
    [TestCase(2, 7, 5)]
    [TestCase(2, 331, 81, Description = "more than one run of priors on the CPU")]
    public void Equals_the_reference(int batch, int priors, int classes)
    {
        float[] conf = RandomData.Floats(batch * priors * classes, seed: 9, low: 0, high: 1);

        // High enough that some priors go: the maximum of that many uniform numbers is above it half the time.
        float threshold = MathF.Pow(0.5f, 1f / (classes - 1));
        float[] scores = Filter(conf, new ScoreFilterShape(batch, priors, classes, threshold));

        Assert.That(
            scores, Is.EqualTo(ScoreFilterReference.Compute(conf, batch, priors, classes, threshold)));
    }

    [Test]
    public void Keeps_every_class_of_a_prior_of_which_one_is_above_the_threshold() => Assert.That(
        Filter([0.25f, 0.5f, 0, 0.25f], new ScoreFilterShape(1, 1, 4, 0.3f)), Is.EqualTo<float[]>([0.5f, 0, 0.25f]));

    [Test]
    public void Drops_a_prior_that_only_reaches_the_threshold_or_whose_background_alone_is_above() => Assert.That(
        Filter([0.5f, 0.25f, 0.25f, 0.875f, 0.125f, 0], new ScoreFilterShape(1, 2, 3, 0.25f)),
        Is.EqualTo<float[]>([-1f, -1, -1, -1]));

    [Test]
    public void Drops_a_prior_with_a_nan_wherever_it_stands([Range(1, 3)] int position)
    {
        float[] conf = [0.1f, 0.3f, 0.3f, 0.3f];
        conf[position] = float.NaN;

        Assert.That(Filter(conf, new ScoreFilterShape(1, 1, 4, 0.05f)), Is.EqualTo<float[]>([-1f, -1, -1]));
    }

    [Test]
    public void Refuses_to_run_without_a_foreground_class() => Assert.That(
        () => Filter([1], new ScoreFilterShape(1, 1, 1, 0.05f)),
        Throws.InstanceOf<ArgumentException>().With.Message.Contains("Classes"));

    [Test]
    public void Refuses_scores_of_the_wrong_length() => Assert.That(
        () => Filter(new float[5], new ScoreFilterShape(1, 2, 3, 0.05f)),
        Throws.ArgumentException.With.Message.Contains("conf holds 5 elements; the shape needs 6"));

    private float[] Filter(float[] values, ScoreFilterShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> conf = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Poisoned<float>(Math.Max(shape.OutputLength, 1));
        ScoreFilter.Load(Accelerator).Launch(Stream, conf.View, scores.View, shape);
        return scores.GetAsArray1D();
    }
}
