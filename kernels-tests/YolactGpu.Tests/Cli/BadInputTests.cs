using System.Buffers.Binary;
using System.IO.Compression;
using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Cli;

/// <summary>Bad input: exit code 1 and one clear line for each thing that is wrong; everything else is done.</summary>
[NonParallelizable]
public sealed class BadInputTests
{
    private PhotoFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new PhotoFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    private static IEnumerable<TestCaseData> BadPhotos()
    {
        yield return Case("empty.png", _ => [], "is empty; an image is needed");
        yield return Case("text.jpg", _ => "These are words.\nNo image."u8.ToArray(), "JPEG, PNG and BMP");
        yield return Case("truncated.png", photo => photo[..(photo.Length / 2)], "truncated");
        yield return Case("huge.png", _ => HeaderOfHugePng(), "too large: 60000 x 60000 = 3600 megapixels; at most 128 are taken");

        static TestCaseData Case(string name, Func<byte[], byte[]> change, string message) =>
            new TestCaseData(name, change, message).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BadPhotos))]
    public void A_bad_photo_is_one_line_and_the_others_are_searched(string name, object change, string message)
    {
        string good = folder.AddPhoto("good.png");
        string bad = folder.AddFile(name, ((Func<byte[], byte[]>)change)(File.ReadAllBytes(good)));
        string last = folder.AddPhoto("last.png");

        CommandLineRun run = folder.Detect(good, bad, last, "--no-overlay");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.ErrorLines[0], Does.StartWith($"error: {bad}: ").And.Contains(message));
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "good.json", "last.json" }));
            Assert.That(run.OutputLines[^1], Does.StartWith("2 photos on "));
        }
    }

    [Test]
    public void What_is_not_there_is_one_line_each_and_the_rest_is_searched()
    {
        string good = folder.AddPhoto("good.png");
        Directory.CreateDirectory(folder.PathOf("bare"));

        CommandLineRun run = folder.Detect("nowhere.png", good, folder.PathOf("bare"), folder.PathOf("*.gif"), "--no-overlay");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Is.EqualTo(new[]
            {
                "error: nowhere.png: there is no such file or folder",
                $"error: {folder.PathOf("bare")}: the folder holds no images",
                $"error: {folder.PathOf("*.gif")}: no image matches the pattern",
            }));
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "good.json" }));
        }
    }

    [Test]
    public void Without_any_photo_nothing_is_opened_or_made()
    {
        CommandLineRun run = CommandLineRun.InProcess(
            "detect", "nowhere.png", "--weights", "nothing.pth", "--output", folder.Results);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Is.EqualTo(new[] { "error: nowhere.png: there is no such file or folder" }));
            Assert.That(Directory.Exists(folder.Results), Is.False);
        }
    }

    [Test]
    public void A_device_that_is_not_there_is_told_with_those_that_are()
    {
        string photo = folder.AddPhoto("photo.png");

        CommandLineRun run = CommandLineRun.InProcess(
            "detect", photo, "--weights", folder.Weights, "--output", folder.Results, "--device", "opencl:98");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Errors, Does.StartWith("error: There is no device opencl:98 here; there are: ").And.Contains("cpu, CPU ("));
        }
    }

    [TestCase("missing.pth", null, "there is no such file")]
    [TestCase("text.pth", "weights, honestly", "is not a weights file: it starts with 'weights, honestl'; expected safetensors, a PyTorch zip, a PyTorch legacy stream or an ncnn .param")]
    [TestCase("empty.safetensors", "", "is not a weights file: it is empty; expected safetensors, a PyTorch zip, a PyTorch legacy stream or an ncnn .param")]
    public void Bad_weights_are_one_line(string name, string? content, string message)
    {
        string photo = folder.AddPhoto("photo.png");
        if (content is not null)
        {
            folder.AddFile(name, System.Text.Encoding.UTF8.GetBytes(content));
        }

        CommandLineRun run = CommandLineRun.InProcess("detect", photo, "--weights", folder.PathOf(name), "--output", folder.Results);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Output, Is.Empty);
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.ErrorLines[0], Does.StartWith($"error: {folder.PathOf(name)}").And.Contains(message));
        }
    }

    [Test]
    public void Weights_of_another_configuration_are_one_line()
    {
        string photo = folder.AddPhoto("photo.png");

        CommandLineRun run = folder.Detect(photo, "--config", "yolact_person");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Errors, Does.Contain("tiny.safetensors: does not fit config yolact_person: "));
        }
    }

    [Test]
    public void A_folder_for_results_that_cannot_be_written_is_told_before_the_weights_are_opened()
    {
        string photo = folder.AddPhoto("photo.png");
        string file = folder.AddFile("file", [1]);

        CommandLineRun underFile = Detect(photo, Path.Combine(file, "results"));
        CommandLineRun isFile = Detect(photo, file);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((underFile.ExitCode, isFile.ExitCode), Is.EqualTo((1, 1)));
            Assert.That(underFile.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(underFile.Errors, Does.StartWith($"error: {Path.Combine(file, "results")}: cannot be written to: "));
            Assert.That(isFile.ErrorLines, Is.EqualTo(new[] { $"error: {file}: is a file; a folder is needed" }));
            Assert.That(File.ReadAllBytes(file), Is.EqualTo(new byte[] { 1 }));
        }
    }

    [Test]
    [Platform("Linux")]
    public void A_read_only_folder_for_results_is_told_before_the_weights_are_opened()
    {
        string photo = folder.AddPhoto("photo.png");
        string readOnly = "/proc";
        if (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess)
        {
            // Permissions do not stop root; for everybody else a folder of one's own will do.
            readOnly = folder.PathOf("read-only");
            Directory.CreateDirectory(readOnly, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        CommandLineRun run = Detect(photo, readOnly);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Errors, Does.StartWith($"error: {readOnly}: cannot be written to: "));
        }
    }

    [Test]
    public void A_result_that_cannot_be_written_does_not_stop_the_others()
    {
        string first = folder.AddPhoto("first.png");
        string second = folder.AddPhoto("second.png");
        Directory.CreateDirectory(Path.Combine(folder.Results, "first.json"));

        CommandLineRun run = folder.Detect(first, second, "--no-overlay");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Errors, Does.Contain("first.json: cannot be written: a folder of that name exists"));
            Assert.That(InstanceFile.Read(Path.Combine(folder.Results, "second.json")).Instances, Is.Not.Empty);
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "first.json", "second.json" }), "nothing temporary is left");
        }
    }

    private static CommandLineRun Detect(string photo, string output) =>
        CommandLineRun.InProcess("detect", photo, "--weights", "nothing.pth", "--output", output);

    /// <summary>A whole PNG, as far as its parts go, whose header promises 60,000 x 60,000 pixels.</summary>
    private static byte[] HeaderOfHugePng()
    {
        using MemoryStream file = new();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 60_000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 60_000);
        header[8] = 8;
        header[9] = 2;
        Chunk("IHDR"u8, header);
        using (MemoryStream data = new())
        {
            using (ZLibStream zlib = new(data, CompressionLevel.Fastest))
            {
                zlib.Write(new byte[1000]);
            }

            Chunk("IDAT"u8, data.ToArray());
        }

        Chunk("IEND"u8, []);
        return file.ToArray();

        void Chunk(ReadOnlySpan<byte> type, byte[] content)
        {
            byte[] number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.Write(number);
            byte[] body = [.. type, .. content];
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
            file.Write(number);
        }

        static uint Crc(byte[] bytes)
        {
            uint crc = uint.MaxValue;
            foreach (byte b in bytes)
            {
                crc ^= b;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
                }
            }

            return ~crc;
        }
    }
}
