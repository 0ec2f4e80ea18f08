using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Cli;

[NonParallelizable]
public sealed class DetectFormatsTests
{
    private PhotoFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new PhotoFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void A_folder_gives_the_forms_that_are_asked_for_and_no_others()
    {
        folder.AddPhoto("photos/img7.png", seed: 1);
        folder.AddPhoto("photos/img12.png", seed: 2);

        CommandLineRun run = folder.Detect(folder.PathOf("photos"), "--format", "coco, yolo,jsonl");

        JsonElement[] results = [.. Json("coco_results.json").EnumerateArray()];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "classes.txt", "coco_images.json", "coco_results.json", "labels", "results.jsonl" }));
            Assert.That(results.Select(result => result.GetProperty("image_id").GetInt64()).Distinct(), Is.EquivalentTo((long[])[7, 12]));
            Assert.That(File.ReadAllLines(Path.Combine(folder.Results, "results.jsonl")), Has.Length.EqualTo(2));
        }
    }

    [Test]
    public void Ids_come_from_annotations_where_they_are_given()
    {
        string photo = folder.AddPhoto("a.png");
        string other = folder.AddPhoto("b.png");
        string annotations = folder.AddFile("annotations.json", """{"images":[{"id":99,"file_name":"a.png"}]}"""u8.ToArray());

        CommandLineRun run = folder.Detect(photo, other, "--format", "coco", "--image-ids", annotations);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines.Single(), Does.EndWith("b.png: has no id; " + annotations + " does not list it"));
            Assert.That(Json("coco_results.json").EnumerateArray().Select(result => result.GetProperty("image_id").GetInt64()), Is.Not.Empty.And.All.EqualTo(99));
        }
    }

    [Test]
    public void Annotations_that_are_not_there_are_one_line_before_anything_is_searched()
    {
        string missing = folder.PathOf("nowhere.json");

        CommandLineRun run = folder.Detect(folder.AddPhoto("a.png"), "--format", "coco,json", "--image-ids", missing);
        CommandLineRun ofFolder = folder.Detect(folder.AddPhoto("a.png"), "--format", "coco,json", "--image-ids", folder.Location);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.ExitCode, ofFolder.ExitCode), Is.EqualTo((1, 1)));
            Assert.That(run.ErrorLines, Is.EqualTo(new[] { $"error: {missing}: there is no such file" }));
            Assert.That(ofFolder.Errors, Does.Contain("is a folder; a file of COCO annotations is needed"));
            Assert.That(folder.ResultNames, Is.Empty);
        }
    }

    [Test]
    public void Every_part_of_an_overlay_can_be_turned_off()
    {
        string photo = folder.AddPhoto("a.png", 90, 70);
        string[][] choices =
        [
            [], ["--no-masks"], ["--no-boxes"], ["--no-labels"], ["--no-scores"], ["--color", "class"],
            ["--no-masks", "--no-boxes", "--no-labels", "--no-scores"],
        ];

        List<string> pictures = [];
        foreach (string[] choice in choices)
        {
            CommandLineRun run = folder.Detect([photo, "--format", "overlay", .. choice]);
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            pictures.Add(Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder.Results, "a.png"))));
        }

        Assert.That(pictures, Is.Unique);
        Assert.That(pictures[^1], Is.EqualTo(Convert.ToBase64String(File.ReadAllBytes(photo))));
    }

    [TestCase("pdf")]
    [TestCase("json,,pdf")]
    [TestCase(",")]
    public void A_form_that_there_is_not_is_wrong_usage(string format)
    {
        CommandLineRun run = folder.Detect(folder.AddPhoto("a.png"), "--format", format);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("--format must be one or more of overlay, json, jsonl, coco, labelme, yolo, id-png, cutouts"));
    }

    [Test]
    public void No_result_of_any_form_takes_the_place_of_a_photo()
    {
        string first = folder.AddPhoto("results/ids/a.png");
        string second = folder.AddPhoto("results/cutouts/x.png");
        byte[] before = File.ReadAllBytes(first);

        CommandLineRun run = folder.Detect(first, second, "--format", "id-png");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines.Single(), Does.Contain("a.png: is one of the photos and would be overwritten"));
            Assert.That(File.ReadAllBytes(first), Is.EqualTo(before));
            Assert.That(File.Exists(Path.Combine(folder.Results, "ids", "x.png")), Is.True);
        }
    }

    [Test]
    public void A_cutout_does_not_take_the_place_of_a_photo_either()
    {
        string photo = folder.AddPhoto("a.png");
        Assert.That(folder.Detect(photo, "--format", "cutouts").ExitCode, Is.Zero);
        string cutOut = Directory.GetFiles(Path.Combine(folder.Results, "cutouts")).Order(StringComparer.Ordinal).First();
        byte[] before = File.ReadAllBytes(cutOut);

        CommandLineRun run = folder.Detect(photo, cutOut, "--format", "cutouts");

        Assert.That(run.ErrorLines, Has.Some.Contains("is one of the photos and would be overwritten"));
        Assert.That(File.ReadAllBytes(cutOut), Is.EqualTo(before));
    }

    [Test]
    public void A_mask_in_coco_form_is_that_of_the_document()
    {
        CommandLineRun run = folder.Detect(folder.AddPhoto("a.png"), "--format", "json,coco");

        InstanceDocument document = InstanceFile.Read(Path.Combine(folder.Results, "a.json"));
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(
            Json("coco_results.json").EnumerateArray().Select(result => result.GetProperty("segmentation").GetProperty("counts").GetString()),
            Is.EqualTo(document.Instances.Select(instance => instance.Segmentation.Counts)));
    }

    private JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Results, name))).RootElement;
}
