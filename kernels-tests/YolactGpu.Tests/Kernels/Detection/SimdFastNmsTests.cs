using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Detection;
using YolactGpu.Tests.Kernels.Boxes;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

public sealed class SimdFastNmsTests(string device) : CpuAcceleratorFixture(device)
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 3, 7, 11, Description = "two images, fewer candidates than a vector has lanes")]
    [TestCase(1, 2, 64, 64)]
    [TestCase(1, 3, 203, 400)]
    [TestCase(1, 1, TopKShape.MaximumCount, 3000)]
    public void Has_the_same_bits_as_the_plain_kernel(int batch, int classes, int count, int priors)
    {
        float[] onGrid = BoxData.OnGrid(batch * priors, seed: 32);
        float[] anywhere = RandomData.Floats(batch * priors * 4, seed: 33, low: -0.2f, high: 1.2f);
        foreach (float threshold in new[] { -1f, 0f, 0.125f, 0.5f, 1f })
        {
            FastNmsShape shape = new(batch, classes, count, priors, threshold);
            CheckAgainstPlain(onGrid, shape);
            CheckAgainstPlain(anywhere, shape);
        }
    }

    [Test]
    public void Treats_odd_coordinates_as_the_plain_kernel_does()
    {
        float[] odd = [0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e-38f];
        Random random = new(34);

        // Whole boxes of odd coordinates, among others of which few overlap.
        float[] boxes = [.. Enumerable.Range(0, 300).SelectMany(p => p % 3 == 0
            ? Enumerable.Range(0, 4).Select(_ => odd[random.Next(odd.Length)])
            : [p, 0, p + 0.5f, 1])];
        foreach (float threshold in new[] { 0f, 0.5f })
        {
            // Few candidates per class, so that not everything falls to a NaN.
            foreach (int count in new[] { 1, 2, 3, 9 })
            {
                CheckAgainstPlain(boxes, new FastNmsShape(1, 200, count, 300, threshold));
            }
        }
    }

    [Test]
    public void Works_in_place()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload<float>([0.9f, 0.8f, 0.7f]);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload<int>([1, 0, 1]);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload<float>([0f, 0, 1, 1, 2, 2, 3, 3]);

        SimdFastNms.Load(Accelerator).Launch(
            Stream, scores.View, indices.View, boxes.View, scores.View, new FastNmsShape(1, 1, 3, 2, 0.5f));

        Assert.That(scores.GetAsArray1D(), Is.EqualTo<float[]>([0.9f, 0.8f, -1]));
    }

    [Test]
    public void Refuses_more_candidates_than_TopK_gives()
    {
        const int count = TopKShape.MaximumCount + 1;
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(new float[count]);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload(new int[count]);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(new float[4]);

        Assert.That(
            () => SimdFastNms.Load(Accelerator).Launch(
                Stream, scores.View, indices.View, boxes.View, scores.View, new FastNmsShape(1, 1, count, 1, 0.5f)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Count"));
    }

    /// <summary>Each class has another number of candidates, from none to all, drawn from all priors.</summary>
    private void CheckAgainstPlain(float[] boxValues, FastNmsShape shape)
    {
        Random random = new(35);
        int classCount = shape.Batch * shape.Classes;
        List<float> scoreValues = [];
        List<int> indexValues = [];
        for (int row = 0; row < classCount; row++)
        {
            int present = classCount == 1 ? shape.Count : random.Next(shape.Count + 1);
            scoreValues.AddRange(Enumerable.Range(0, shape.Count).Select(j => j < present ? 1f / (j + 1) : -1));
            indexValues.AddRange(Enumerable.Range(0, shape.Count).Select(j => j < present ? random.Next(shape.Priors) : -1));
        }

        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(scoreValues.ToArray());
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload(indexValues.ToArray());
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(boxValues);
        using MemoryBuffer1D<float, Stride1D.Dense> plain = Poisoned<float>(shape.CandidateCount);
        using MemoryBuffer1D<float, Stride1D.Dense> survivors = Poisoned<float>(shape.CandidateCount);

        FastNms.Load(Accelerator).Launch(Stream, scores.View, indices.View, boxes.View, plain.View, shape);
        SimdFastNms.Load(Accelerator).Launch(Stream, scores.View, indices.View, boxes.View, survivors.View, shape);

        float[] expected = plain.GetAsArray1D();
        Assert.That(expected, Has.None.NaN);
        Assert.That(Bits.Of(survivors.GetAsArray1D()), Is.EqualTo(Bits.Of(expected)), $"{shape}");
    }
}
