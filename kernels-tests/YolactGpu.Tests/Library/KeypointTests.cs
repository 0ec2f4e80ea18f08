using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Library;

public sealed class KeypointTests
{
    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector() =>
        detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = TinyNetwork.KeypointConfig, MaxBatch = 8 });

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [TestCase(1, 1)]
    [TestCase(7, 300)]
    [TestCase(61, 47)]
    public void Every_detection_has_all_keypoints_inside_the_image(int width, int height)
    {
        Detections found = detector.Detect(TinyNetwork.Image(width, height));

        Keypoint[] all = [.. found.SelectMany(item => item.Keypoints)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Is.Not.Empty);
            Assert.That(found.Select(item => item.Keypoints.Length), Is.All.EqualTo(17));
            Assert.That(all.Select(keypoint => keypoint.X), Has.All.InRange(0f, width - 1f));
            Assert.That(all.Select(keypoint => keypoint.Y), Has.All.InRange(0f, height - 1f));
            Assert.That(all.Select(keypoint => keypoint.Score), Has.All.InRange(0f, 1f));
        }
    }

    [Test]
    public void Keypoints_of_a_detection_are_spread_and_differ_in_score()
    {
        ImmutableArray<Keypoint> keypoints = detector.Detect(TinyNetwork.Image(300, 300))[0].Keypoints;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(keypoints.Max(point => point.X) - keypoints.Min(point => point.X), Is.GreaterThan(2));
            Assert.That(keypoints.Max(point => point.Y) - keypoints.Min(point => point.Y), Is.GreaterThan(2));
            Assert.That(keypoints.Select(point => point.Score).Distinct().Count(), Is.EqualTo(17));
        }
    }

    [Test]
    public void A_batch_of_eight_gives_the_keypoints_of_eight_batches_of_one()
    {
        RgbImage[] images = [.. Enumerable.Range(0, 8).Select(i => TinyNetwork.Image(30 + (17 * i), 90 - (5 * i), seed: i + 1))];

        ImmutableArray<Detections> batch = detector.DetectBatch(images);

        for (int i = 0; i < images.Length; i++)
        {
            Assert.That(TinyNetwork.Describe(batch[i]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[i]))), $"image {i}");
        }
    }

    [Test]
    public void The_skeleton_is_the_configuration_s()
    {
        Detections found = detector.Detect(TinyNetwork.Image(20, 20));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Skeleton?.Names, Is.EqualTo(KeypointConfig.CocoPerson.Names));
            Assert.That(
                found.Skeleton?.Edges.Select(edge => new SkeletonEdge(edge.From, edge.To)), Is.EqualTo(KeypointConfig.CocoPerson.Skeleton));
        }
    }

    [Test]
    public void The_document_and_the_overlay_show_them()
    {
        RgbImage image = TinyNetwork.Image(90, 70);
        Detections found = detector.Detect(image);

        InstanceDocument document = found.ToDocument("a.png");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Instances[0].Keypoints, Is.EqualTo(CocoKeypoints.ToTriples(found[0].Keypoints)));
            Assert.That(document.KeypointNames, Has.Count.EqualTo(17));
            Assert.That(document.Skeleton, Has.Length.EqualTo(19));
            Assert.That(
                found.Draw(image).Pixels.ToArray(),
                Is.Not.EqualTo(found.Draw(image, new OverlayOptions { ShowKeypoints = false }).Pixels.ToArray()));
        }
    }

    [Test]
    public void A_network_without_keypoints_gives_none()
    {
        using YolactDetector plain = TinyNetwork.CreateDetector();

        Detections found = plain.Detect(TinyNetwork.Image(61, 47));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Skeleton, Is.Null);
            Assert.That(found.Select(item => item.Keypoints), Has.All.Empty);
        }
    }
}
