using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class PngFileTests
{
    [TestCase(1, 1)]
    [TestCase(7, 5)]
    [TestCase(251, 33)]
    public void What_was_written_is_read_again_exactly(int width, int height)
    {
        RgbImage picture = Noise(width, height);
        using TemporaryFolder folder = new();
        string path = folder.PathOf("new/deeper/a.png");

        PngFile.Write(path, picture);
        RgbImage read = new ImageDecoder().Decode(path);

        Assert.That((read.Width, read.Height), Is.EqualTo((width, height)));
        Assert.That(read.Pixels.Span.SequenceEqual(picture.Pixels.Span));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!), Is.EqualTo((string[])[path]));
    }

    [Test]
    public void An_existing_file_is_replaced()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.png");
        File.WriteAllText(path, "old");

        PngFile.Write(path, Noise(3, 2));

        Assert.That(new ImageDecoder().Decode(path).Width, Is.EqualTo(3));
    }

    [Test]
    public void A_file_where_a_folder_is_needed_is_one_clear_line()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("file");
        File.WriteAllText(file, "");

        string message = Refusal(Path.Combine(file, "sub", "a.png"));

        Assert.That(message, Is.EqualTo(
            $"{Path.Combine(file, "sub", "a.png")}: cannot be written: {file} is a file; a folder is needed"));
    }

    [Test]
    public void A_folder_of_the_target_s_name_is_one_clear_line_and_nothing_is_left()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.png");
        Directory.CreateDirectory(path);

        Assert.That(Refusal(path), Is.EqualTo($"{path}: cannot be written: a folder of that name exists"));
        Assert.That(Directory.GetFileSystemEntries(folder.Location), Is.EqualTo((string[])[path]));
    }

    [Test]
    public void A_read_only_folder_is_one_clear_line()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("This user may write everywhere.");
            return;
        }

        using TemporaryFolder folder = new();
        UnixFileMode readOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        string locked = Directory.CreateDirectory(folder.PathOf("locked"), readOnly).FullName;

        Assert.That(Refusal(Path.Combine(locked, "a.png")), Does.EndWith(
            $"cannot be written: no permission to write in the folder {locked}"));
    }

    private static string Refusal(string path)
    {
        OutputException? exception = Assert.Throws<OutputException>(() => PngFile.Write(path, Noise(3, 2)));
        Assert.That(exception!.Path, Is.EqualTo(path));
        return exception.Message;
    }

    private static RgbImage Noise(int width, int height)
    {
        RgbImage picture = new(width, height);
        new Random(width).NextBytes(picture.Pixels.Span);
        return picture;
    }
}
