using NUnit.Framework;
using YolactGpu.Data;

namespace YolactGpu.Tests.Data;

public sealed class LineFileTests
{
    [Test]
    public void Every_line_is_in_the_file_as_soon_as_it_is_added()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("deep/lines.jsonl");
        using LineFile lines = new(path);
        List<string> seen = [];
        foreach (string line in new[] { "one", "zwei ü", "three" })
        {
            lines.Add(line);
            using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            seen.Add(reader.ReadToEnd());
        }

        Assert.That(seen, Is.EqualTo(new[] { "one\n", "one\nzwei ü\n", "one\nzwei ü\nthree\n" }));
    }

    [Test]
    public void An_old_file_is_replaced()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("a"), "a long line of an earlier run\n");
        using (LineFile lines = new(folder.PathOf("a")))
        {
            lines.Add("new");
        }

        Assert.That(File.ReadAllText(folder.PathOf("a")), Is.EqualTo("new\n"));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("a"));

        Assert.That(
            () => new LineFile(folder.PathOf("a")),
            Throws.TypeOf<OutputException>().With.Message.StartsWith($"{folder.PathOf("a")}: cannot be written: "));
    }

    [Test]
    [Platform("Linux", Reason = "There is no device that is always full elsewhere.")]
    public void A_full_disk_is_named() => Assert.That(
        () =>
        {
            using LineFile lines = new("/dev/full");
            lines.Add("x");
        },
        Throws.TypeOf<OutputException>().With.Message.StartsWith("/dev/full: cannot be written: "));
}
