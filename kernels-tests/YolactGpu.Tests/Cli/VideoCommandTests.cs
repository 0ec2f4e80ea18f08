using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Tests.Data.Video;

namespace YolactGpu.Tests.Cli;

[NonParallelizable]
public sealed class VideoCommandTests
{
    private PhotoFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new PhotoFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("in.avi", "out.y4m")]
    [TestCase("in.y4m", "out.avi")]
    [TestCase("in.mjpeg", "out_%02d.png")]
    [TestCase("in_%03d.png", "out.mjpeg")]
    public void A_video_gives_a_video_with_what_was_found_and_a_line_per_frame(string from, string to)
    {
        TestClip.Write(VideoWriter.Create(folder.PathOf(from), 61, 47, FrameRate.Default), TestClip.Frames(4, 61, 47));

        CommandLineRun run = Run(from, to, "--track", "--results", folder.Results);

        List<RgbImage> frames = TestClip.ReadAll(VideoSource.Open(folder.PathOf(to)));
        JsonElement[] lines = Lines();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Errors, Is.Empty);
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(run.Output, Does.Match(@"^4 frames on CPU \(.*\), .* fps, latency \d+ ms; video in "));
            Assert.That(frames, Has.Count.EqualTo(4));
            Assert.That(TestClip.Difference(frames[0], TestClip.Frame(61, 47, 0)), Is.GreaterThan(5));
            Assert.That(lines.Select(line => line.GetProperty("image").GetProperty("frame").GetInt32()), Is.EqualTo(new[] { 0, 1, 2, 3 }));
            Assert.That(lines[0].GetProperty("instances")[0].GetProperty("track_id").GetInt32(), Is.Positive);
        }
    }

    [Test]
    public void A_truncated_video_gives_what_it_has_and_an_error()
    {
        TestClip.Write(VideoWriter.Create(folder.PathOf("in.y4m"), 61, 47, FrameRate.Default), TestClip.Frames(3, 61, 47));
        byte[] file = File.ReadAllBytes(folder.PathOf("in.y4m"));
        File.WriteAllBytes(folder.PathOf("in.y4m"), file[..^9]);

        CommandLineRun run = Run("in.y4m", "out.avi");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines[^1], Does.Contain("in.y4m: truncated: frame 2 ").And.Contain("2 frames on "));
            Assert.That(TestClip.ReadAll(VideoSource.Open(folder.PathOf("out.avi"))), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public void What_cannot_be_done_is_an_error_before_anything_is_written()
    {
        folder.AddFile("in.mkv", [1, 2, 3, 4]);
        folder.AddFile("empty.y4m", []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Run("in.mkv", "out.avi", "--ffmpeg", folder.PathOf("ffmpeg")).Errors, Does.Contain("apt install ffmpeg"));
            Assert.That(Run("empty.y4m", "out.avi").Errors, Does.Contain("is empty"));
            Assert.That(Run("in.mkv", "in.mkv").Errors, Does.Contain("is the input and would be overwritten"));
            Assert.That(Run("in.mkv", "out.avi", "--fps", "0").ExitCode, Is.EqualTo(2));
            Assert.That(File.Exists(folder.PathOf("out.avi")), Is.False);
        }
    }

    [Test]
    public void A_process_that_is_killed_leaves_an_avi_that_can_be_read()
    {
        TestClip.Write(VideoWriter.Create(folder.PathOf("in.y4m"), 61, 47, FrameRate.Default), TestClip.Frames(2000, 61, 47));
        using Process process = CommandLineRun.Start(
            folder.Location, new Dictionary<string, string>(), [.. Arguments("in.y4m", "out.avi"), "--results", folder.Results]);
        string lines = Path.Combine(folder.Results, "results.jsonl");
        while (!process.HasExited && !(File.Exists(lines) && new FileInfo(lines).Length > 10_000))
        {
            Thread.Sleep(5);
        }

        process.Kill();
        process.WaitForExit();

        Assert.That(TestClip.ReadAll(VideoSource.Open(folder.PathOf("out.avi"))), Is.Not.Empty);
    }

    private CommandLineRun Run(string from, string to, params string[] options) =>
        CommandLineRun.InProcess([.. Arguments(from, to), .. options]);

    private string[] Arguments(string from, string to) =>
        ["video", folder.PathOf(from), "--output", folder.PathOf(to), "--weights", folder.Weights, "--device", "cpu"];

    private JsonElement[] Lines() =>
        [.. File.ReadLines(Path.Combine(folder.Results, "results.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
}
