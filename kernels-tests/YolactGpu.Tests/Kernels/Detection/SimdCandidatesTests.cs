using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Layout;
using YolactGpu.Kernels.Normalization;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Detection;

/// <summary>Both kernels of candidates together, against the kernels whose place they take.</summary>
public sealed class SimdCandidatesTests(string device) : CpuAcceleratorFixture(device)
{
    private const int Before = 3;
    private const int Behind = 2;

    [TestCase(1, 1, 2, 1, 1, Description = "one class beside the background, one prior")]
    [TestCase(2, 3, 5, 7, 4, Description = "fewer classes than a vector has lanes")]
    [TestCase(1, 2, 9, 128, 50, Description = "as many priors as a run takes")]
    [TestCase(3, 3, 21, 97, 40)]
    [TestCase(2, 9, 81, 61, 200)]
    [TestCase(1, 1, 130, 5, 3, Description = "more classes than priors")]
    public void Have_the_same_bits_as_the_kernels_that_they_replace(int batch, int anchors, int classes, int pixels, int count)
    {
        // From all priors alike to few that are sure of themselves.
        foreach (float spread in new[] { 0f, 0.5f, 3f, 20f })
        {
            foreach (float threshold in new[] { 0f, 1e-38f, 1.5f / classes, 0.05f, 0.5f, 0.9999999f, 1f, 2f })
            {
                Case all = new(batch, anchors, classes, [pixels, 3, 1], threshold, count);
                Check(all, all.Levels(seed: 31, at => (at.Random.NextSingle() - 0.5f) * spread));
                Check(all, all.Levels(seed: 32, at => ((at.Random.NextSingle() - 0.5f) * spread) + (at.Class == 0 ? 3 : 0)));
            }
        }
    }

    [Test]
    public void Keep_or_drop_the_same_priors_around_the_threshold([Values(3, 9, 81)] int classes, [Values(0.05f, 0.5f, 0.97f)] float threshold)
    {
        // The odds of one class against the background step by step through those of the threshold.
        float lead = MathF.Log(threshold / (1 - threshold));
        Case all = new(1, 1, classes, [4001], threshold, 300);

        int kept = Check(all, all.Levels(seed: 33, at => at.Class switch
        {
            0 => 0.7f,
            1 => 0.7f + lead + ((at.Pixel - 2000) * 1e-6f),
            _ => -60,
        }));

        Assert.That(kept, Is.InRange(1, 4000));
    }

    [Test]
    public void Drop_the_same_priors_where_logits_are_no_numbers_or_infinite()
    {
        float[] odd =
        [
            float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -float.MaxValue, 1e30f, -1e30f, 3e7f, -3e7f, float.Epsilon, -0f, 9,
        ];
        foreach (int share in new[] { 2, 30, 200 })
        {
            Case all = new(2, 3, 21, [150, 7], 0.05f, 100);

            Check(all, all.Levels(seed: 34, at => at.Random.Next(share) == 0 ? odd[at.Random.Next(odd.Length)] : at.Random.NextSingle() * 4));
        }
    }

    [Test]
    public void Drop_every_prior_that_is_background_alone([Values(0f, float.PositiveInfinity, float.NaN)] float background)
    {
        Case all = new(1, 3, 9, [90, 4], 0.05f, 5);

        int kept = Check(all, all.Levels(seed: 35, at => at.Class == 0 ? background : -100));

        Assert.That(kept, Is.Zero);
    }

    [Test]
    public void Take_the_lower_prior_first_where_scores_are_equal([Values(1, 5, 300)] int count)
    {
        Case all = new(2, 3, 6, [211, 30, 1], 0.05f, count);

        Check(all, all.Levels(seed: 36, at => at.Random.Next(2)));
        Check(all, all.Levels(seed: 37, _ => 1));
    }

    [Test]
    public void Give_an_image_of_a_batch_what_it_gets_alone()
    {
        Case both = new(2, 3, 21, [130, 9], 0.05f, 60);
        float[][] levels = both.Levels(seed: 38, at => at.Random.NextSingle() * 4);

        Found found = Run(both, levels);

        for (int n = 0; n < 2; n++)
        {
            Found alone = Run(both with { Batch = 1 }, [.. levels.Select(level => level[(n * level.Length / 2)..((n + 1) * level.Length / 2)])]);
            Assert.That(found.Values[(n * 20 * 60)..((n + 1) * 20 * 60)], Is.EqualTo(alone.Values));
            Assert.That(found.Priors[(n * 20 * 60)..((n + 1) * 20 * 60)], Is.EqualTo(alone.Priors));
        }
    }

    [Test]
    public void Refuse_views_and_shapes_that_do_not_agree()
    {
        Case all = new(1, 1, 3, [4], 0.05f, 2);
        CandidateShape shape = all.Shapes()[0];
        using MemoryBuffer1D<float, Stride1D.Dense> level = Upload(all.Levels(seed: 39, _ => 0)[0]);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Upload(new float[16]);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Upload(new float[8]);
        using MemoryBuffer1D<int, Stride1D.Dense> kept = Upload(new int[4]);
        using MemoryBuffer1D<int, Stride1D.Dense> runs = Upload(new int[2]);
        CandidateViews views = new(level.View, level.View, boxes.View, boxes.View, scores.View, kept.View, runs.View);
        SimdCandidates kernel = SimdCandidates.Load(Accelerator);

        Assert.That(
            () => kernel.Launch(Stream, views, shape, 1), Throws.ArgumentException.With.Message.Contains("Runs holds 2 elements; each image needs 1 pairs behind 1"));
        Assert.That(
            () => kernel.Launch(Stream, views with { Logits = scores.View }, shape, 0), Throws.ArgumentException.With.Message.Contains("x holds 8 elements"));
        Assert.That(
            () => kernel.Launch(Stream, views, shape with { Logits = shape.Logits with { RowLength = 2 } }, 0),
            Throws.ArgumentException.With.Message.Contains("rows of 3"));
        Assert.That(
            () => kernel.Launch(Stream, views, shape with { Offsets = shape.Offsets with { Rows = 3 } }, 0), Throws.ArgumentException);
        Assert.That(
            () => SimdCandidateTopK.Load(Accelerator).Launch(
                Stream, scores.View, kept.View.SubView(0, 3), runs.View, boxes.View.SubView(0, 4), kept.View, new TopKShape(2, 4, 2)),
            Throws.ArgumentException.With.Message.Contains("kept holds 3"));
    }

    /// <summary>Compares with the plain way and gives how many priors were kept.</summary>
    private int Check(Case all, float[][] levels)
    {
        Expected expected = Plainly(all, levels);

        Found found = Run(all, levels);

        Assert.That(found.Priors, Is.EqualTo(expected.Priors), $"{all}");
        Assert.That(Bits.Of(found.Values), Is.EqualTo(Bits.Of(expected.Values)), $"{all}");
        foreach (int box in expected.KeptBoxes)
        {
            Assert.That(Bits.Of(found.Boxes[(4 * box)..((4 * box) + 4)]), Is.EqualTo(Bits.Of(expected.Boxes[(4 * box)..((4 * box) + 4)])), $"{all}, box {box}");
        }

        return expected.KeptBoxes.Length;
    }

    private Found Run(Case all, float[][] data)
    {
        CandidateShape[] shapes = all.Shapes();
        ScoreFilterShape filter = shapes[0].Filter;
        TopKShape best = all.Best;
        int runsPerImage = shapes.Sum(shape => shape.Runs);
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Upload(all.PriorBoxes());
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Poisoned<float>(shapes[0].Decode.BoxCount * 4);
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Poisoned<float>(filter.OutputLength);
        using MemoryBuffer1D<int, Stride1D.Dense> kept = Poisoned<int>(shapes[0].Decode.BoxCount);
        using MemoryBuffer1D<int, Stride1D.Dense> runs = Poisoned<int>(2 * all.Batch * runsPerImage);
        using MemoryBuffer1D<float, Stride1D.Dense> values = Poisoned<float>(best.OutputLength);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Upload(Enumerable.Repeat(-2, (int)best.OutputLength).ToArray());
        int firstRun = 0;
        for (int i = 0; i < data.Length; i++)
        {
            using MemoryBuffer1D<float, Stride1D.Dense> level = Upload(data[i]);
            CandidateViews views = new(level.View, level.View, priors.View, boxes.View, scores.View, kept.View, runs.View);
            SimdCandidates.Load(Accelerator).Launch(Stream, views, shapes[i], firstRun);
            Accelerator.Synchronize();
            firstRun += shapes[i].Runs;
        }

        SimdCandidateTopK.Load(Accelerator).Launch(Stream, scores.View, kept.View, runs.View, values.View, indices.View, best);
        return new Found(values.GetAsArray1D(), indices.GetAsArray1D(), boxes.GetAsArray1D());
    }

    private Expected Plainly(Case all, float[][] data)
    {
        CandidateShape[] shapes = all.Shapes();
        ScoreFilterShape filter = shapes[0].Filter;
        TopKShape best = all.Best;
        using MemoryBuffer1D<float, Stride1D.Dense> conf = Poisoned<float>(filter.InputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> boxes = Poisoned<float>(shapes[0].Decode.BoxCount * 4);
        using MemoryBuffer1D<float, Stride1D.Dense> priors = Upload(all.PriorBoxes());
        using MemoryBuffer1D<float, Stride1D.Dense> scores = Poisoned<float>(filter.OutputLength);
        using MemoryBuffer1D<float, Stride1D.Dense> values = Poisoned<float>(best.OutputLength);
        using MemoryBuffer1D<int, Stride1D.Dense> indices = Poisoned<int>(best.OutputLength);
        for (int i = 0; i < data.Length; i++)
        {
            using MemoryBuffer1D<float, Stride1D.Dense> level = Upload(data[i]);
            CopyRows.Load(Accelerator).Launch(Stream, level.View, conf.View, shapes[i].Logits);
            CopyRows.Load(Accelerator).Launch(Stream, level.View, boxes.View, shapes[i].Offsets);
            Accelerator.Synchronize();
        }

        SimdSoftmax.Load(Accelerator).Launch(Stream, conf.View, conf.View, new SoftmaxShape(all.Batch * all.Priors, all.Classes));
        ScoreFilter.Load(Accelerator).Launch(Stream, conf.View, scores.View, filter);
        TopK.Load(Accelerator).Launch(Stream, scores.View, values.View, indices.View, best);
        BoxDecode.Load(Accelerator).Launch(Stream, boxes.View, priors.View, boxes.View, shapes[0].Decode);
        float[] filtered = scores.GetAsArray1D();
        int[] keptBoxes =
        [
            .. from n in Enumerable.Range(0, all.Batch)
            from p in Enumerable.Range(0, all.Priors)
            where filtered[(n * (all.Classes - 1) * all.Priors) + p] >= 0
            select (n * all.Priors) + p,
        ];
        return new Expected(values.GetAsArray1D(), indices.GetAsArray1D(), boxes.GetAsArray1D(), keptBoxes);
    }

    private sealed record Found(float[] Values, int[] Priors, float[] Boxes);

    private sealed record Expected(float[] Values, int[] Priors, float[] Boxes, int[] KeptBoxes);

    /// <summary>Where a logit stands, and a source of numbers.</summary>
    private readonly record struct Place(int Pixel, int Class, Random Random);

    /// <summary>Levels whose pixels hold some columns of no use, offsets, logits, and again some of no use.</summary>
    private sealed record Case(int Batch, int Anchors, int Classes, int[] Pixels, float Threshold, int Count)
    {
        public int Priors => Pixels.Sum() * Anchors;

        public TopKShape Best => new(Batch * (Classes - 1), Priors, Count);

        private int Columns => Before + (Anchors * (4 + Classes)) + Behind;

        public CandidateShape[] Shapes()
        {
            List<CandidateShape> shapes = [];
            int first = 0;
            foreach (int pixels in Pixels)
            {
                shapes.Add(new CandidateShape(
                    new ScoreFilterShape(Batch, Priors, Classes, Threshold),
                    new BoxDecodeShape(Batch, Priors, 0.1f, 0.2f),
                    new CopyRowsShape(
                        Batch, pixels, Anchors * Classes, Columns, Before + (Anchors * 4), Priors * Classes, first * Classes),
                    new CopyRowsShape(Batch, pixels, Anchors * 4, Columns, Before, Priors * 4, first * 4)));
                first += pixels * Anchors;
            }

            return [.. shapes];
        }

        public float[] PriorBoxes() => RandomData.Floats(Priors * 4, seed: 30, low: 0.05f, high: 1);

        public float[][] Levels(int seed, Func<Place, float> logit)
        {
            Random random = new(seed);
            return [.. Pixels.Select(pixels => Enumerable.Range(0, Batch * pixels).SelectMany(pixel => Pixel(pixel % pixels)).ToArray())];

            IEnumerable<float> Pixel(int pixel) =>
            [
                .. Enumerable.Repeat(float.NaN, Before),
                .. Enumerable.Range(0, Anchors * 4).Select(_ => (random.NextSingle() * 8) - 4),
                .. Enumerable.Range(0, Anchors * Classes).Select(at => logit(new Place(pixel, at % Classes, random))),
                .. Enumerable.Repeat(float.PositiveInfinity, Behind),
            ];
        }
    }
}
