using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data;

public sealed class JsonListFileTests
{
    private static readonly CocoCategory[] Categories = [new(1, "cat")];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void It_is_a_whole_list_after_every_addition_and_has_its_name_at_the_end()
    {
        using JsonListFile<CocoImage> file = CocoResultsFile.OpenImages(folder.PathOf("images.json"), Categories);
        List<string> names = [Names("images.partial.json")];
        file.Add([new CocoImage(1, "a", 2, 3), new CocoImage(2, new string('b', 9000), 2, 3)]);
        names.Add(Names("images.partial.json"));
        file.Add([]);
        file.Add([new CocoImage(3, "c", 2, 3)]);
        names.Add(Names("images.partial.json"));

        file.Commit();

        string b = new('b', 9000);
        Assert.That(names, Is.EqualTo(new[] { "", $"a {b}", $"a {b} c" }));
        Assert.That(Names("images.json"), Is.EqualTo(names[^1]));
        Assert.That(Directory.GetFileSystemEntries(folder.Location), Has.Length.EqualTo(1));
    }

    [Test]
    public void What_a_killed_run_left_is_replaced_and_what_an_earlier_one_completed_stays_until_then()
    {
        File.WriteAllText(folder.PathOf("images.json"), "old");
        File.WriteAllText(folder.PathOf("images.partial.json"), new string('x', 5000));

        using (JsonListFile<CocoImage> file = CocoResultsFile.OpenImages(folder.PathOf("images.json"), Categories))
        {
            Assert.That(Names("images.partial.json"), Is.Empty);
        }

        Assert.That(File.ReadAllText(folder.PathOf("images.json")), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(folder.Location), Has.Length.EqualTo(1));
    }

    private string Names(string file)
    {
        // As another program would, while the file is open for writing.
        using FileStream stream = new(folder.PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        JsonElement root = JsonDocument.Parse(stream).RootElement;
        Assert.That(root.GetProperty("categories")[0].GetProperty("name").GetString(), Is.EqualTo("cat"));
        return string.Join(' ', root.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("file_name").GetString()));
    }
}
