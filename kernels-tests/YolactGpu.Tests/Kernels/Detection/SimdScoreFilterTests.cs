using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class SimdScoreFilterTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 2, Description = "one class beside the background")]
    [TestCase(1, 64, 9, Description = "one full index")]
    [TestCase(2, 65, 5, Description = "fewer classes than a vector has lanes")]
    [TestCase(2, 331, 81)]
    public void Has_the_same_bits_as_the_plain_kernel(int batch, int priors, int classes)
    {
        float[] conf = RandomData.Floats(batch * priors * classes, seed: 9, low: 0, high: 1);
        float half = MathF.Pow(0.5f, 1f / (classes - 1));
        foreach (float threshold in new[] { 0f, half, 2f })
        {
            CheckAgainstPlain(conf, new ScoreFilterShape(batch, priors, classes, threshold));
        }
    }

    [Test]
    public void Drops_the_same_priors_where_scores_are_nan_infinite_or_equal_to_the_threshold()
    {
        const int classes = 21;
        float[] odd = [float.NaN, float.PositiveInfinity, 0.5f, 0f, -0f, float.Epsilon, float.BitIncrement(0.5f)];
        Random random = new(10);
        float[] conf = new float[200 * classes];
        for (int p = 0; p < 200; p++)
        {
            // At most one odd score per prior, in any class, the background's too.
            conf[(p * classes) + random.Next(classes)] = odd[random.Next(odd.Length)];
        }

        CheckAgainstPlain(conf, new ScoreFilterShape(1, 200, classes, 0.5f));
        CheckAgainstPlain(conf, new ScoreFilterShape(2, 100, classes, 0f));
    }

    [Test]
    public void Refuses_what_the_plain_kernel_refuses()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> floats = Upload(new float[6]);
        SimdScoreFilter kernel = SimdScoreFilter.Load(Accelerator);

        Assert.That(
            () => kernel.Launch(Stream, floats.View, floats.View, new ScoreFilterShape(1, 6, 1, 0.05f)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Classes"));
        Assert.That(
            () => kernel.Launch(Stream, floats.View, floats.View, new ScoreFilterShape(1, 2, 3, 0.05f)),
            Throws.ArgumentException.With.Message.Contains("scores holds 6 elements; the shape needs 4"));
    }

    private void CheckAgainstPlain(float[] values, ScoreFilterShape shape)
    {
        using MemoryBuffer1D<float, Stride1D.Dense> conf = Upload(values);
        using MemoryBuffer1D<float, Stride1D.Dense> plain = Poisoned<float>(shape.OutputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Poisoned<float>(shape.OutputLength);

        ScoreFilter.Load(Accelerator).Launch(Stream, conf.View, plain.View, shape);
        SimdScoreFilter.Load(Accelerator).Launch(Stream, conf.View, scores.View, shape);

        float[] expected = plain.GetAsArray1D();
        Assert.That(expected, Has.None.NaN);
        Assert.That(Bits.Of(scores.GetAsArray1D()), Is.EqualTo(Bits.Of(expected)), $"threshold {shape.Threshold}");
    }
}
