using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Library;

public sealed class ResultTests
{
    private static readonly RgbImage Image = TinyNetwork.Image(61, 47);

    private YolactDetector detector = null!;
    private Detections found = null!;

    [OneTimeSetUp]
    public void Detect()
    {
        detector = TinyNetwork.CreateDetector();
        found = detector.Detect(Image);
    }

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [Test]
    public void Detections_come_best_first_with_names_and_scores()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Is.Not.Empty);
            Assert.That(found.Select(item => item.Score), Is.Ordered.Descending);
            Assert.That(found.Select(item => item.Score), Has.All.InRange(TinyNetwork.Options.ScoreThreshold, 1f));
            Assert.That(found.Select(item => item.ClassName), Is.EqualTo(found.Select(item => detector.ClassNames[item.ClassId])));
            Assert.That(found, Has.Count.LessThanOrEqualTo(100));
        }
    }

    [Test]
    public void Run_lengths_hold_the_mask()
    {
        foreach (Detection item in found)
        {
            RunLengthMask decoded = RunLengthMask.FromCompressed(61, 47, item.Mask.ToRle().ToCompressed());

            Assert.That(decoded.ToMask(), Is.EqualTo(item.Mask.ToBits()));
        }
    }

    [Test]
    public void The_areas_of_polygons_sum_to_the_masks()
    {
        foreach (Detection item in found)
        {
            Assert.That(item.Mask.ToPolygons().Sum(polygon => polygon.SignedArea), Is.EqualTo(item.Mask.Area));
        }
    }

    [Test]
    public void Some_masks_are_neither_empty_nor_full() =>
        Assert.That(found.Select(item => item.Mask.Area), Has.Some.InRange(1, (61 * 47) - 1));

    [Test]
    public void The_stages_sum_to_the_total()
    {
        DetectionTimings timings = found.Timings with { Decode = TimeSpan.FromMilliseconds(2) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                new[] { timings.Preprocess, timings.Network, timings.Detect, timings.Masks }, Has.All.GreaterThan(TimeSpan.Zero));
            Assert.That(timings.Total, Is.EqualTo(timings.Decode + timings.Preprocess + timings.Network + timings.Detect + timings.Masks));
        }
    }

    [Test]
    public void The_document_holds_everything_and_reads_back()
    {
        InstanceDocument document = found.ToDocument("photo.jpg", decode: TimeSpan.FromMilliseconds(5));

        using JsonDocument json = JsonDocument.Parse(InstanceFile.ToJson(document));

        JsonElement root = json.RootElement;
        JsonElement first = root.GetProperty("instances")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(root.GetProperty("image").GetProperty("file").GetString(), Is.EqualTo("photo.jpg"));
            Assert.That(root.GetProperty("image").GetProperty("width").GetInt32(), Is.EqualTo(61));
            Assert.That(root.GetProperty("device").GetString(), Is.EqualTo(found.Device));
            Assert.That(root.GetProperty("config").GetString(), Is.EqualTo("tiny"));
            Assert.That(root.GetProperty("timings").GetProperty("decode_ms").GetDouble(), Is.EqualTo(5));
            Assert.That(root.GetProperty("instances").GetArrayLength(), Is.EqualTo(found.Count));
            Assert.That(first.GetProperty("class").GetString(), Is.EqualTo(found[0].ClassName));
            Assert.That(first.GetProperty("class_id").GetInt32(), Is.EqualTo(found[0].ClassId));
            Assert.That(first.GetProperty("score").GetSingle(), Is.EqualTo(found[0].Score));
            Assert.That(first.GetProperty("area").GetInt32(), Is.EqualTo(found[0].Mask.Area));
            Assert.That(document.Instances[0].Segmentation.ToMask().ToMask(), Is.EqualTo(found[0].Mask.ToBits()));
        }
    }

    [Test]
    public void Drawing_changes_a_copy_of_a_picture_of_the_same_size()
    {
        byte[] before = Image.Pixels.ToArray();

        RgbImage drawn = found.Draw(Image);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((drawn.Width, drawn.Height), Is.EqualTo((61, 47)));
            Assert.That(drawn.Pixels.ToArray(), Is.Not.EqualTo(before));
            Assert.That(Image.Pixels.ToArray(), Is.EqualTo(before));
            Assert.That(
                () => found.Draw(new RgbImage(47, 61)),
                Throws.ArgumentException.With.Message.StartsWith("image is 47 x 61; the detections are of one of 61 x 47."));
        }
    }
}
