using System.Text;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class CocoResultsFileTests
{
    private static readonly MaskRuns Mask = TestMasks.Random(9, 7, 40, seed: 3).ToRuns();
    private static readonly CocoResult Plain = CocoResult.Of(139, 90, 0.1f, new PixelBox(1, 2, 8, 5), Mask, []);

    [Test]
    public void An_entry_has_what_the_coco_api_reads()
    {
        JsonElement entry = Parse([Plain])[0];

        RunLengthMask mask = RunLengthMask.FromCompressed(9, 7, entry.GetProperty("segmentation").GetProperty("counts").GetString()!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                entry.EnumerateObject().Select(property => property.Name),
                Is.EquivalentTo(new[] { "image_id", "category_id", "bbox", "score", "segmentation" }));
            Assert.That(entry.GetProperty("image_id").GetInt64(), Is.EqualTo(139));
            Assert.That(entry.GetProperty("category_id").GetInt32(), Is.EqualTo(90));
            Assert.That(entry.GetProperty("score").GetRawText(), Is.EqualTo("0.1"));
            Assert.That(entry.GetProperty("bbox").GetRawText(), Is.EqualTo("[1,2,7,3]"));
            Assert.That(entry.GetProperty("segmentation").GetProperty("size").GetRawText(), Is.EqualTo("[7,9]"));
            Assert.That(mask.ToMask(), Is.EqualTo(Mask.ToBits()));
        }
    }

    [Test]
    public void Keypoints_are_triples()
    {
        CocoResult result = CocoResult.Of(1, 1, 0.5f, default, Mask, [new Keypoint(1.5f, 2, 0.9f), new Keypoint(3, 4, 0.1f)]);

        Assert.That(Parse([result])[0].GetProperty("keypoints").GetRawText(), Is.EqualTo("[1.5,2,2,3,4,0]"));
        Assert.That(Parse([result])[0].GetProperty("num_keypoints").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void Every_entry_has_a_line_of_its_own()
    {
        string[] lines = Write([Plain, Plain with { ImageId = long.MaxValue }]).Split('\n');

        Assert.That(lines, Has.Length.EqualTo(5));
        Assert.That((lines[0], lines[3], lines[4]), Is.EqualTo(("[", "]", "")));
        Assert.That(lines[2], Does.StartWith("{\"image_id\":9223372036854775807,"));
    }

    [Test]
    public void No_results_are_an_empty_list() => Assert.That(Write([]), Is.EqualTo("[]\n"));

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a");
        Directory.CreateDirectory(path);

        Assert.That(
            () => CocoResultsFile.Write(path, [Plain]),
            Throws.TypeOf<OutputException>().With.Message.EqualTo($"{path}: cannot be written: a folder of that name exists"));
    }

    [Test]
    public void Images_and_categories_are_those_of_annotations()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("images.json");

        CocoResultsFile.WriteImages(path, new CocoImages([new CocoImage(7, "a b.jpg", 9, 8)], [new CocoCategory(90, "tooth \"brush\"")]));

        JsonElement root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.That(
            JsonSerializer.Serialize(root),
            Is.EqualTo("""{"images":[{"id":7,"file_name":"a b.jpg","width":9,"height":8}],"categories":[{"id":90,"name":"tooth \u0022brush\u0022"}]}"""));
        Assert.That(CocoImageIds.Read(path).Of("elsewhere/a b.jpg"), Is.EqualTo(7));
    }

    [Test]
    public void A_category_with_keypoints_names_and_joins_them()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("images.json");

        CocoResultsFile.WriteImages(path, new CocoImages([], [new CocoCategory(1, "person").With(new KeypointSkeleton(["nose", "ear"], [(0, 1)]))]));

        Assert.That(
            JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllText(path)).RootElement),
            Is.EqualTo("""{"images":[],"categories":[{"id":1,"name":"person","keypoints":["nose","ear"],"skeleton":[[1,2]]}]}"""));
    }

    private static string Write(IEnumerable<CocoResult> results)
    {
        using MemoryStream stream = new();
        CocoResultsFile.Write(stream, results);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Parse(IEnumerable<CocoResult> results) => JsonDocument.Parse(Write(results)).RootElement;
}
