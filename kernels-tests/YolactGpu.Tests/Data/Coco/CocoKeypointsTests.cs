using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class CocoKeypointsTests
{
    private static readonly Keypoint[] Three = [new(1.234567f, 0, 0.5f), new(7.5f, 639, 0.499999f), new(3, 4, 0.199999f)];

    [TestCase(0f, KeypointVisibility.NotLabelled)]
    [TestCase(0.199f, KeypointVisibility.NotLabelled)]
    [TestCase(0.2f, KeypointVisibility.Occluded)]
    [TestCase(0.499f, KeypointVisibility.Occluded)]
    [TestCase(0.5f, KeypointVisibility.Visible)]
    [TestCase(1f, KeypointVisibility.Visible)]
    public void The_score_decides_about_the_flag(float score, KeypointVisibility expected) =>
        Assert.That(new Keypoint(1, 2, score).Visibility, Is.EqualTo(expected));

    [Test]
    public void Triples_are_x_y_v_to_the_hundredth_of_a_pixel_and_keep_places_with_v_0() =>
        Assert.That(CocoKeypoints.ToTriples(Three), Is.EqualTo(new[] { 1.23f, 0, 2, 7.5f, 639, 1, 3, 4, 0 }));

    [Test]
    public void Keypoints_with_v_above_0_are_counted() => Assert.That(CocoKeypoints.Count(Three), Is.EqualTo(2));

    [Test]
    public void A_document_holds_them_as_coco_does_and_reads_back()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("result.json");
        InstanceRecord person = InstanceRecord.Of(0, "person", 0.5f, new PixelBox(0, 0, 1, 1), TestMasks.Draw("#").ToRuns()).With(Three);
        InstanceDocument document = new InstanceDocument(new ImageRecord("a.png", 1, 1), "d", "c", new Dictionary<string, double>(), [person])
            .With(new KeypointSkeleton(["nose", "tail", "ear"], [(0, 1), (0, 2)]));

        InstanceFile.Write(path, document);
        InstanceDocument read = InstanceFile.Read(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(path), Does.Contain("\"keypoints\": [1.23, 0, 2, 7.5, 639, 1, 3, 4, 0],\n"));
            Assert.That(File.ReadAllText(path), Does.Contain("\"num_keypoints\": 2,\n"));
            Assert.That(File.ReadAllText(path), Does.Contain("\"keypoint_scores\": [0.5, 0.5, 0.2]\n"));
            Assert.That(read.Instances[0].Keypoints, Is.EqualTo(person.Keypoints));
            Assert.That(read.Instances[0].NumKeypoints, Is.EqualTo(2));
            Assert.That(read.KeypointNames, Is.EqualTo(new[] { "nose", "tail", "ear" }));
            Assert.That(read.Skeleton, Is.EqualTo(new int[][] { [1, 2], [1, 3] }), "counted from 1");
        }
    }

    [Test]
    public void A_document_without_keypoints_does_not_speak_of_them()
    {
        InstanceRecord cat = InstanceRecord.Of(0, "cat", 0.5f, new PixelBox(0, 0, 1, 1), TestMasks.Draw("#").ToRuns()).With([]);
        InstanceDocument document = new InstanceDocument(new ImageRecord("a.png", 1, 1), "d", "c", new Dictionary<string, double>(), [cat]).With(null);

        Assert.That(InstanceFile.ToJson(document), Does.Not.Contain("keypoint").And.Not.Contain("skeleton"));
    }
}
