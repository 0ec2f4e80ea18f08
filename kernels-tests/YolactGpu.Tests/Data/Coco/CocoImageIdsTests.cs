using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class CocoImageIdsTests
{
    private const string Annotations = """
        {"info": {}, "images": [{"id": 12345678901, "file_name": "val/one.jpg", "width": 3}, {"file_name": "two.png", "id": 4}]}
        """;

    [TestCase(new[] { "val/000000000139.jpg", "COCO_val2014_000000000042.jpg", "0.png" }, new long[] { 139, 42, 0 })]
    [TestCase(new[] { "frame7.png", "frame8.png" }, new long[] { 7, 8 })]
    [TestCase(new[] { "a1.png", "b.png", "c3.png" }, new long[] { 1, 2, 3 }, TestName = "One without a number: all are counted")]
    [TestCase(new[] { "x/5.png", "y/5.png", "7.png" }, new long[] { 1, 2, 3 }, TestName = "Two of one number: all are counted")]
    [TestCase(new[] { "99999999999999999999.png", "1.png" }, new long[] { 1, 2 }, TestName = "A number too long: all are counted")]
    [TestCase(new[] { "é٣.png" }, new long[] { 1 }, TestName = "Digits of other scripts are letters")]
    public void Names_give_ids(string[] files, long[] expected)
    {
        CocoImageIds ids = CocoImageIds.FromNames(files);

        Assert.That(files.Select(ids.Of), Is.EqualTo(expected));
    }

    [Test]
    public void Annotations_know_images_by_their_file_names_in_any_folder()
    {
        CocoImageIds ids = Read(Annotations);

        Assert.That(ids.Of("elsewhere/one.jpg"), Is.EqualTo(12345678901));
        Assert.That(ids.Of("two.png"), Is.EqualTo(4));
    }

    [Test]
    public void A_photo_that_is_not_annotated_is_named() => Assert.That(
        () => Read(Annotations).Of("three.png"),
        Throws.InstanceOf<IOException>().With.Message.Matches(@"^three\.png: has no id; .*annotations\.json does not list it$"));

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"images": {}}""")]
    [TestCase("""{"images": [{"id": "one", "file_name": "a"}]}""")]
    [TestCase("""{"images": [{"id": 1.5, "file_name": "a"}]}""")]
    [TestCase("""{"images": [{"id": 1, "file_name": null}]}""")]
    [TestCase("""{"images": [{"id": 1}]}""")]
    [TestCase("""{"images": [""")]
    public void What_is_no_annotation_file_is_refused(string json) => Assert.That(
        () => Read(json),
        Throws.InstanceOf<IOException>().With.Message.Matches(@"annotations\.json: is no file of COCO annotations [^\n]*$"));

    private static CocoImageIds Read(string json)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("annotations.json"), json);
        return CocoImageIds.Read(folder.PathOf("annotations.json"));
    }
}
