using NUnit.Framework;
using YolactGpu.Data;

namespace YolactGpu.Tests.Data;

public sealed class AtomicFileTests
{
    [Test]
    public void A_failure_half_way_leaves_the_old_file_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.txt");
        File.WriteAllText(path, "old");

        Assert.That(
            () => AtomicFile.Write(path, stream =>
            {
                stream.Write("half"u8);
                throw new InvalidOperationException("stop");
            }),
            Throws.InvalidOperationException.With.Message.EqualTo("stop"));

        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(folder.Location), Is.EqualTo((string[])[path]));
    }

    [Test]
    public void The_target_has_no_new_content_before_all_is_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.txt");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("all"u8);
            stream.Flush();
            Assert.That(File.Exists(path), Is.False);
        });

        Assert.That(File.ReadAllText(path), Is.EqualTo("all"));
    }

    [Test]
    public void A_full_disk_is_one_clear_line() => Assert.That(
        () =>
        {
            using TemporaryFolder folder = new();
            AtomicFile.Write(folder.PathOf("a.txt"), _ => throw new IOException("No space left\non the device"));
        },
        Throws.TypeOf<OutputException>().With.Message.EndsWith(
            "a.txt: cannot be written: No space left on the device"));

    [TestCase("/")]
    [TestCase("folder/")]
    public void A_folder_s_name_is_refused(string path) => Assert.That(
        () => AtomicFile.Write(path, _ => { }),
        Throws.TypeOf<OutputException>().With.Message.Contains("names a folder; a file is needed"));

    [Test]
    public void The_longest_file_name_can_be_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf(new string('n', 255));

        AtomicFile.Write(path, stream => stream.WriteByte(1));

        Assert.That(File.ReadAllBytes(path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Parts_make_a_file_once_it_is_committed()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.txt");
        using AtomicFile file = new(path);
        file.Write(stream => stream.Write("one "u8));
        bool wasThere = File.Exists(path);
        file.Write(stream => stream.Write("two"u8));

        file.Commit();

        Assert.That(wasThere, Is.False);
        Assert.That(File.ReadAllText(path), Is.EqualTo("one two"));
    }

    [Test]
    public void Without_a_commit_nothing_is_left()
    {
        using TemporaryFolder folder = new();
        using (AtomicFile file = new(folder.PathOf("a.txt")))
        {
            file.Write(stream => stream.Write("one"u8));
        }

        Assert.That(Directory.GetFileSystemEntries(folder.Location), Is.Empty);
    }

    [Test]
    public void A_part_that_failed_fails_the_whole()
    {
        using TemporaryFolder folder = new();
        using AtomicFile file = new(folder.PathOf("a.txt"));

        Assert.That(() => file.Write(_ => throw new IOException("full")), Throws.TypeOf<OutputException>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => file.Write(stream => stream.WriteByte(1)), Throws.TypeOf<OutputException>().With.Message.EndsWith("full"));
            Assert.That(file.Commit, Throws.TypeOf<OutputException>().With.Message.EndsWith("full"));
            Assert.That(Directory.GetFileSystemEntries(folder.Location), Is.Empty);
        }
    }
}
