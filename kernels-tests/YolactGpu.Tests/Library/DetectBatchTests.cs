using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Inference;

namespace YolactGpu.Tests.Library;

public sealed class DetectBatchTests
{
    private static readonly RgbImage[] Images =
        [.. Enumerable.Range(0, 11).Select(i => TinyNetwork.Image(30 + (17 * i), 90 - (5 * i), seed: i + 1))];

    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector() => detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { MaxBatch = 4 });

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(11)]
    public void Each_picture_gets_the_result_that_it_gets_alone(int count)
    {
        RgbImage[] images = Images[..count];

        ImmutableArray<Detections> found = detector.DetectBatch(images);

        Assert.That(found, Has.Length.EqualTo(count));
        for (int i = 0; i < count; i++)
        {
            Assert.That(TinyNetwork.Describe(found[i]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[i]))), $"picture {i}");
        }
    }

    [Test]
    public void No_pictures_give_no_results() => Assert.That(detector.DetectBatch([]), Is.Empty);

    [Test]
    public void A_missing_picture_is_refused() =>
        Assert.That(() => detector.DetectBatch([Images[0], null!]), Throws.ArgumentNullException);

    [Test]
    public void A_batch_can_be_cancelled() =>
        Assert.That(() => detector.DetectBatch(Images, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public void Pictures_of_a_batch_share_its_timings()
    {
        ImmutableArray<Detections> found = detector.DetectBatch(Images[..4]);

        Assert.That(found.Select(result => result.Timings).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void The_plan_that_was_not_used_for_longest_gives_way()
    {
        using YolactModel model = YolactModel.Open((TinyNetwork.Options with { MaxPlans = 3 }).ToSettings(null));
        foreach (int batch in new[] { 1, 2, 3 })
        {
            model.Plan(batch, 64);
        }

        YolactInference kept = model.Plan(1, 64);
        model.Plan(4, 64);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(model.PlannedShapes, Is.EqualTo(new PlanShape[] { new(4, 64), new(1, 64), new(3, 64) }));
            Assert.That(model.PlannedShapes, Has.Count.EqualTo(3));
            Assert.That(model.Plan(1, 64), Is.SameAs(kept));
        }
    }

    [Test]
    public void Plans_of_all_batch_sizes_share_the_weights_on_the_device()
    {
        using YolactModel model = YolactModel.Open(TinyNetwork.Options.ToSettings(null));
        model.Plan(1, 64);
        long size = model.WeightsSizeInBytes;
        model.Plan(2, 64);

        Assert.That(model.WeightsSizeInBytes, Is.EqualTo(size));
    }
}
