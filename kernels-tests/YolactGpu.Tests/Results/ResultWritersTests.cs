using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Results;
using YolactGpu.Tests.Data;
using YolactGpu.Tests.Library;
using YolactGpu.Video;

namespace YolactGpu.Tests.Results;

public sealed class ResultWritersTests
{
    private static readonly RgbImage Picture = TinyNetwork.Image(61, 47);

    private TemporaryFolder folder = null!;
    private Detections found = null!;

    [OneTimeSetUp]
    public void Detect()
    {
        using YolactDetector detector = TinyNetwork.CreateDetector();
        found = detector.Detect(Picture);
    }

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void All_forms_of_two_pictures_have_their_places()
    {
        string[] cutOuts = [.. found.Select((item, i) => (item, i)).Where(pair => pair.item.Mask.Area > 0)
            .SelectMany(pair => new[] { "a", "b" }.Select(name => $"cutouts/{name}-{pair.i + 1:00}-{pair.item.ClassName}.png"))];

        WriteAll(ResultFormat.All, Item("a") with { ImageId = 5 }, Item("b") with { ImageId = 6 });

        string[] expected =
        [
            "a.json", "a.png", "b.json", "b.png", "classes.txt", "coco_images.json", "coco_results.json", "results.jsonl",
            "ids/a.png", "ids/b.png", "labelme/a.json", "labelme/b.json", "labels/a.txt", "labels/b.txt",
        ];
        Assert.That(cutOuts, Is.Not.Empty);
        Assert.That(Files(), Is.EquivalentTo(expected.Concat(cutOuts)));
    }

    [Test]
    public void Coco_lists_the_instances_of_all_pictures_by_their_ids()
    {
        WriteAll([ResultFormat.Find("coco")!], Item("a") with { ImageId = 5 }, Item("b") with { ImageId = 6 });

        JsonElement[] results = [.. Json("coco_results.json").EnumerateArray()];
        JsonElement images = Json("coco_images.json");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Select(result => result.GetProperty("image_id").GetInt64()), Is.EqualTo(found.Select(_ => 5L).Concat(found.Select(_ => 6L))));
            Assert.That(
                results.Take(found.Count).Select(result => result.GetProperty("category_id").GetInt32()),
                Is.EqualTo(found.Select(item => TinyNetwork.Config.CategoryIds[item.ClassId])));
            Assert.That(images.GetProperty("images")[1].GetProperty("file_name").GetString(), Is.EqualTo("b.jpg"));
            Assert.That(images.GetProperty("categories").EnumerateArray().Select(category => category.GetProperty("name").GetString()), Is.EqualTo(TinyNetwork.Config.ClassNames));
        }
    }

    [Test]
    public void Json_lines_are_the_documents()
    {
        WriteAll([ResultFormat.Find("jsonl")!, ResultFormat.Find("json")!], Item("a"), Item("b"));

        string[] lines = File.ReadAllLines(folder.PathOf("results.jsonl"));
        Assert.That(lines, Is.EqualTo(new[] { "a", "b" }.Select(name =>
            InstanceFile.ToJson(InstanceFile.Read(folder.PathOf($"{name}.json")), indented: false))));
    }

    [Test]
    public void A_picture_in_labelme_is_found_from_the_document_or_inside_of_it()
    {
        WriteAll([ResultFormat.Find("labelme")!], Item("a"), Item("frame") with { SourcePath = null });

        JsonElement ofFile = Json("labelme/a.json");
        JsonElement ofFrame = Json("labelme/frame.json");
        byte[] inside = Convert.FromBase64String(ofFrame.GetProperty("imageData").GetString()!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofFile.GetProperty("imagePath").GetString(), Is.EqualTo("../photos/a.jpg"));
            Assert.That(ofFile.GetProperty("imageData").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(ofFrame.GetProperty("imagePath").GetString(), Is.EqualTo("frame.png"));
            Assert.That(new ImageDecoder().Decode(inside).Pixels.ToArray(), Is.EqualTo(Picture.Pixels.ToArray()));
        }
    }

    [Test]
    public void Forms_of_the_library_are_those_of_the_files()
    {
        WriteAll([ResultFormat.Find("yolo")!, ResultFormat.Find("id-png")!], Item("a"));

        using MemoryStream ids = new();
        found.WriteInstanceIds(ids);
        found.WriteInstanceIds(folder.PathOf("other.png"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllLines(folder.PathOf("labels/a.txt")), Is.EqualTo(found.ToYolo()));
            Assert.That(File.ReadAllLines(folder.PathOf("classes.txt")), Is.EqualTo(TinyNetwork.Config.ClassNames));
            Assert.That(File.ReadAllBytes(folder.PathOf("ids/a.png")), Is.EqualTo(ids.ToArray()));
            Assert.That(File.ReadAllBytes(folder.PathOf("other.png")), Is.EqualTo(ids.ToArray()));
            Assert.That(found.ToInstanceIds().Max(), Is.InRange(1, found.Count));
        }
    }

    [Test]
    public void What_is_not_completed_leaves_nothing_half_written()
    {
        using (ResultWriters writers = new(ResultFormat.All.Where(format => format.Name is "coco" or "jsonl"), Options()))
        {
            writers.Write(Item("a"));
        }

        Assert.That(Files(), Is.EqualTo(new[] { "results.jsonl" }));
        Assert.That(File.ReadAllText(folder.PathOf("results.jsonl")), Does.EndWith("}\n"));
    }

    [Test]
    public void What_grows_can_be_read_at_any_time()
    {
        using ResultWriters writers = new([ResultFormat.Find("coco")!, ResultFormat.Find("yolo")!], Options());
        List<(int Results, int Images)> lengths = [];
        foreach (string name in new[] { "a", "b" })
        {
            writers.Write(Item(name));
            lengths.Add((Json("coco_results.partial.json").GetArrayLength(), Json("coco_images.partial.json").GetProperty("images").GetArrayLength()));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lengths, Is.EqualTo(new[] { (found.Count, 1), (2 * found.Count, 2) }));
            Assert.That(Files(), Does.Contain("classes.txt").And.Not.Contain("coco_results.json"));
        }
    }

    [Test]
    public void Frames_have_numbers_and_tracked_instances_theirs()
    {
        Detections tracked = found.With([.. found.Select((item, i) => item with { TrackId = 30 + i })]);
        FrameDetections frame = new(12, TimeSpan.FromSeconds(0.48), Picture, tracked, TimeSpan.Zero, TimeSpan.Zero);

        WriteAll(ResultFormat.All, ResultItem.OfFrame("street.avi", frame));

        int first = Enumerable.Range(0, found.Count).First(i => found[i].Mask.Area > 0);
        InstanceDocument document = InstanceFile.Read(folder.PathOf("frame_000012.json"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Image, Is.EqualTo(new ImageRecord("street.avi", 61, 47) { Frame = 12, Time = 0.48 }));
            Assert.That(document.Instances[0].TrackId, Is.EqualTo(30));
            Assert.That(Json("coco_images.json").GetProperty("images")[0].GetProperty("file_name").GetString(), Is.EqualTo("frame_000012.png"));
            Assert.That(Json("coco_results.json")[0].GetProperty("image_id").GetInt32(), Is.EqualTo(12));
            Assert.That(Json("coco_results.json")[1].GetProperty("track_id").GetInt32(), Is.EqualTo(31));
            Assert.That(Json("labelme/frame_000012.json").GetProperty("shapes")[0].GetProperty("group_id").GetInt32(), Is.EqualTo(30 + first));
            Assert.That(Files(), Does.Contain($"cutouts/frame_000012-{30 + first}-{found[first].ClassName}.png"));
            Assert.That(tracked.ToInstanceIds().Where(id => id > 0), Is.Not.Empty.And.All.InRange(30, 30 + found.Count - 1));
        }
    }

    [TestCase("json", "a.json")]
    [TestCase("overlay", "a.png")]
    [TestCase("coco", "coco_results.json")]
    [TestCase("jsonl", "results.jsonl")]
    [TestCase("labelme", "labelme/a.json")]
    [TestCase("yolo", "labels/a.txt")]
    [TestCase("id-png", "ids/a.png")]
    public void A_file_that_cannot_be_written_is_named(string format, string file)
    {
        Directory.CreateDirectory(folder.PathOf(file));

        Assert.That(
            () => WriteAll([ResultFormat.Find(format)!], Item("a")),
            Throws.TypeOf<OutputException>().With.Message.Contains(file).And.Message.Contains("cannot be written"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void A_name_that_weights_give_a_class_stays_a_file_name()
    {
        Detections strange = Rename(found, "../../é <\u0001cat>/" + new string('x', 300));

        WriteAll([ResultFormat.Find("cutouts")!], Item("a") with { Found = strange });

        Assert.That(Files(), Is.Not.Empty.And.All.StartsWith("cutouts/a-").And.All.Matches(@"^cutouts/a-\d\d-é---cat--x+\.png$"));
    }

    [Test]
    public void Names_of_forms_are_found_and_others_are_not()
    {
        Assert.That(ResultFormat.All.Select(format => ResultFormat.Find(format.Name)), Is.EqualTo(ResultFormat.All));
        Assert.That(ResultFormat.Find("COCO"), Is.Null);
    }

    private static Detections Rename(Detections found, string name) => new(
        found.ImageWidth, found.ImageHeight, [.. found.Select(item => item with { ClassName = name })], found.Timings, found.Device, found.Config);

    private ResultOptions Options() => new(folder.Location, TinyNetwork.Config);

    private ResultItem Item(string name) => new(name, found, Picture) { SourcePath = folder.PathOf($"photos/{name}.jpg") };

    private void WriteAll(IEnumerable<ResultFormat> formats, params ResultItem[] items)
    {
        using ResultWriters writers = new(formats, Options());
        foreach (ResultItem item in items)
        {
            writers.Write(item);
        }

        writers.Complete();
    }

    private JsonElement Json(string file)
    {
        // As another program would, while the file may be open for writing.
        using FileStream stream = new(folder.PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return JsonDocument.Parse(stream).RootElement;
    }

    private string[] Files() => [.. Directory.EnumerateFiles(folder.Location, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder.Location, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
