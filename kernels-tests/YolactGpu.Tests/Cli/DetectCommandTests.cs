using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Tests.Library;

namespace YolactGpu.Tests.Cli;

[NonParallelizable]
public sealed class DetectCommandTests
{
    private PhotoFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new PhotoFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void A_photo_gives_an_overlay_a_document_and_a_table()
    {
        string photo = folder.AddPhoto("street.png");

        CommandLineRun run = folder.Detect(photo);

        InstanceDocument document = InstanceFile.Read(Path.Combine(folder.Results, "street.json"));
        RgbImage overlay = new ImageDecoder().Decode(Path.Combine(folder.Results, "street.png"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(run.Errors, Is.Empty);
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "street.json", "street.png" }));
            Assert.That(document.Image, Is.EqualTo(new ImageRecord("street.png", 40, 30)));
            Assert.That(document.Instances, Is.Not.Empty);
            Assert.That(document.Instances.Select(instance => instance.Class), Is.All.AnyOf("cat", "dog", "bird"));
            Assert.That((overlay.Width, overlay.Height), Is.EqualTo((40, 30)));
            Assert.That(run.OutputLines[^1], Does.Match(@"^1 photo on CPU \(.*\), \d+ ms each; results in .*results$"));
            Assert.That(run.Output, Does.Contain($" {document.Instances[0].Score:0.000} "));
        }
    }

    [TestCase("--size", "96x41")]
    [TestCase("--preserve-aspect-ratio", "--input-step", "1", "--max-plans", "1")]
    public void Photos_of_any_shape_are_searched_in_rectangles(params string[] flags)
    {
        string[] photos = [folder.AddPhoto("lying.png", 90, 50), folder.AddPhoto("strip.png", 3, 160), folder.AddPhoto("upright.png", 50, 90)];

        CommandLineRun square = folder.Detect(photos);
        string before = File.ReadAllText(Path.Combine(folder.Results, "lying.json"));
        CommandLineRun run = folder.Detect([.. photos, .. flags]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((square.ExitCode, run.ExitCode), Is.EqualTo((0, 0)));
            Assert.That(InstanceFile.Read(Path.Combine(folder.Results, "strip.json")).Image, Is.EqualTo(new ImageRecord("strip.png", 3, 160)));
            Assert.That(InstanceFile.Read(Path.Combine(folder.Results, "upright.json")).Instances, Is.Not.Empty);
            Assert.That(File.ReadAllText(Path.Combine(folder.Results, "lying.json")), Is.Not.EqualTo(before));
        }
    }

    [Test]
    public void A_rectangle_and_the_photos_own_shapes_exclude_each_other()
    {
        CommandLineRun run = folder.Detect(folder.AddPhoto("photo.png"), "--size", "96x41", "--preserve-aspect-ratio");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.ErrorLines[0], Does.Match("^error: Config .*: InputRectangle is 96x41, which cannot go with PreserveAspectRatio"));
        }
    }

    [Test]
    public void A_network_with_keypoints_writes_them_and_draws_them_unless_told_not_to()
    {
        using PhotoFolder people = new(TinyNetwork.KeypointConfig);
        string photo = people.AddPhoto("people.png", 90, 70);

        CommandLineRun with = people.Detect(photo);
        byte[] drawn = File.ReadAllBytes(Path.Combine(people.Results, "people.png"));
        CommandLineRun without = people.Detect(photo, "--no-keypoints");

        InstanceDocument document = InstanceFile.Read(Path.Combine(people.Results, "people.json"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((with.ExitCode, without.ExitCode), Is.EqualTo((0, 0)));
            Assert.That(document.KeypointNames?[0], Is.EqualTo("nose"));
            Assert.That(document.Instances.Select(instance => instance.Keypoints?.Length), Is.All.EqualTo(51));
            Assert.That(File.ReadAllBytes(Path.Combine(people.Results, "people.png")), Is.Not.EqualTo(drawn));
        }
    }

    [Test]
    public void Coco_results_of_a_network_with_keypoints_have_them()
    {
        using PhotoFolder people = new(TinyNetwork.KeypointConfig);

        CommandLineRun run = people.Detect(people.AddPhoto("people.png"), "--format", "coco");

        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(Path.Combine(people.Results, "coco_results.json")));
        using JsonDocument images = JsonDocument.Parse(File.ReadAllText(Path.Combine(people.Results, "coco_images.json")));
        JsonElement category = images.RootElement.GetProperty("categories")[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(results.RootElement[0].GetProperty("keypoints").GetArrayLength(), Is.EqualTo(51));
            Assert.That(results.RootElement[0].GetProperty("num_keypoints").GetInt32(), Is.InRange(0, 17));
            Assert.That(category.GetProperty("keypoints")[16].GetString(), Is.EqualTo("right_ankle"));
            Assert.That(category.GetProperty("skeleton")[0].GetRawText(), Does.Match(@"^\[16,\s*14\]$"));
        }
    }

    [Test]
    public void The_table_names_a_photo_once_and_keeps_to_eighty_columns()
    {
        string photo = folder.AddPhoto("a-photo-whose-name-is-too-long-for-any-column.png");

        CommandLineRun run = folder.Detect(photo);

        string[] rows = [.. run.OutputLines.Where(line => line.StartsWith('│'))];
        int instances = InstanceFile.Read(Path.Combine(folder.Results, Path.ChangeExtension(Path.GetFileName(photo), ".json"))).Instances.Count;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instances, Is.GreaterThan(20));
            Assert.That(rows, Has.Length.EqualTo(1 + 20 + 1));
            Assert.That(rows.Count(row => row.Contains("a-photo", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(rows[1], Does.Contain("a-photo-w…lumn.png"));
            Assert.That(rows[^1], Does.Contain($"and {instances - 20} more"));
            Assert.That(run.OutputLines.SkipLast(1).Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
        }
    }

    [Test]
    public void A_folder_and_a_pattern_stand_for_their_images()
    {
        folder.AddPhoto("shots/a1.png");
        folder.AddPhoto("shots/a2.png");
        folder.AddPhoto("shots/b1.png");
        folder.AddFile("shots/notes.txt", [1]);

        CommandLineRun all = folder.Detect(folder.PathOf("shots"), "--no-overlay");
        string[] ofFolder = folder.ResultNames;
        Directory.Delete(folder.Results, recursive: true);
        CommandLineRun some = folder.Detect(folder.PathOf("shots/a?.*"), folder.PathOf("shots/a1.png"), "--no-overlay");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((all.ExitCode, some.ExitCode), Is.EqualTo((0, 0)));
            Assert.That(ofFolder, Is.EqualTo(new[] { "a1.json", "a2.json", "b1.json" }));
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "a1.json", "a2.json" }), "a photo that is named twice is searched once");
            Assert.That(some.OutputLines[^1], Does.StartWith("2 photos on CPU"));
        }
    }

    [Test]
    public void Photos_of_one_name_get_results_of_their_own()
    {
        string[] photos = [folder.AddPhoto("one/photo.png", seed: 1), folder.AddPhoto("two/photo.png", seed: 2), folder.AddPhoto("three/PHOTO.png", seed: 3)];

        CommandLineRun run = folder.Detect([.. photos, "--no-overlay"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "PHOTO-3.json", "photo-2.json", "photo.json" }));
            Assert.That(
                new[] { "photo", "photo-2", "PHOTO-3" }.Select(name => InstanceFile.Read(Path.Combine(folder.Results, $"{name}.json")).Image.File),
                Is.EqualTo(new[] { "one/photo.png", "two/photo.png", "three/PHOTO.png" }));
            Assert.That(run.Output, Does.Contain("│ one/photo.png").And.Contain("│ two/photo.png"));
        }
    }

    [Test]
    public void A_result_that_would_overwrite_a_photo_is_refused_and_the_photo_stays()
    {
        string photo = folder.AddPhoto("results/photo.png");
        string other = folder.AddPhoto("results/other.png");
        byte[] before = File.ReadAllBytes(photo);
        string link = folder.PathOf("link");
        Directory.CreateSymbolicLink(link, folder.Results);

        CommandLineRun run = folder.Detect(photo);
        CommandLineRun throughLink = CommandLineRun.InProcess(
            "detect", photo, "--weights", folder.Weights, "--device", "cpu", "--output", link);
        CommandLineRun withoutOverlay = folder.Detect(other, "--no-overlay");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(
                run.ErrorLines,
                Is.EqualTo(new[] { $"error: {photo}: is one of the photos and would be overwritten; choose another --output" }));
            Assert.That(throughLink.ExitCode, Is.EqualTo(1));
            Assert.That(throughLink.Errors, Does.Contain("would be overwritten"));
            Assert.That(File.ReadAllBytes(photo), Is.EqualTo(before));
            Assert.That(withoutOverlay.ExitCode, Is.Zero);
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "other.json", "other.png", "photo.png" }));
        }
    }

    [Test]
    public void Results_of_an_earlier_run_are_replaced()
    {
        string photo = folder.AddPhoto("photo.png");
        folder.Detect(photo);
        File.WriteAllText(Path.Combine(folder.Results, "photo.json"), "old");

        CommandLineRun run = folder.Detect(photo);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(InstanceFile.Read(Path.Combine(folder.Results, "photo.json")).Instances, Is.Not.Empty);
        }
    }

    [Test]
    public void Json_is_one_line_for_each_photo_and_nothing_else()
    {
        string first = folder.AddPhoto("first.png", seed: 1);
        string second = folder.AddPhoto("second.png", seed: 2);

        CommandLineRun run = folder.Detect(first, second, "--json", "--no-overlay");

        JsonElement[] documents = [.. run.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(
                documents.Select(document => document.GetProperty("image").GetProperty("file").GetString()),
                Is.EqualTo(new[] { "first.png", "second.png" }));
            Assert.That(documents[0].GetProperty("instances").GetArrayLength(), Is.GreaterThan(0));
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "first.json", "second.json" }));
        }
    }

    [Test]
    public void Threshold_and_top_k_are_obeyed()
    {
        string photo = folder.AddPhoto("photo.png");

        folder.Detect(photo, "--top-k", "3", "--score-threshold", "0.06");

        InstanceDocument document = InstanceFile.Read(Path.Combine(folder.Results, "photo.json"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Instances, Has.Count.EqualTo(3));
            Assert.That(document.Instances.Select(instance => instance.Score), Is.All.GreaterThan(0.06f));
        }
    }

    [Test]
    public void A_photo_on_which_nothing_is_found_says_so()
    {
        string photo = folder.AddPhoto("photo.png");

        CommandLineRun run = folder.Detect(photo, "--score-threshold", "1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(run.Output, Does.Contain("│ photo.png"));
            Assert.That(run.Output, Does.Contain("│ nothing"));
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "photo.json", "photo.png" }));
        }
    }
}
