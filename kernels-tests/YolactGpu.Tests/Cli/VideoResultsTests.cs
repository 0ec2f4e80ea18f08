using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Tests.Data.Video;

namespace YolactGpu.Tests.Cli;

/// <summary>yolact video: results in the forms of detect, overlays' switches, and what is left of a run that is stopped.</summary>
[NonParallelizable]
public sealed class VideoResultsTests
{
    private PhotoFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new PhotoFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void The_forms_of_detect_are_written_for_every_frame_without_a_video()
    {
        WriteClip("in.y4m", 2);

        CommandLineRun run = Run("in.y4m", "--results", folder.Results, "--format", "overlay,json,jsonl,coco,labelme,yolo,id-png");

        string[] files = [.. Directory.EnumerateFiles(folder.Results, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder.Results, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(run.Output, Does.Contain($"ms; results in {folder.Results}").And.Not.Contain("video in"));
            Assert.That(files, Is.EqualTo(new[]
            {
                "classes.txt", "coco_images.json", "coco_results.json", "frame_000000.json", "frame_000000.png", "frame_000001.json", "frame_000001.png",
                "ids/frame_000000.png", "ids/frame_000001.png", "labelme/frame_000000.json", "labelme/frame_000001.json",
                "labels/frame_000000.txt", "labels/frame_000001.txt", "results.jsonl",
            }));
        }
    }

    [Test]
    public void Parts_of_the_overlay_are_turned_off_for_a_video_as_for_photos()
    {
        WriteClip("in_%d.png", 1);

        CommandLineRun all = Run("in_%d.png", "--output", folder.PathOf("all_%d.png"), "--track", "--color", "class");
        CommandLineRun none = Run("in_%d.png", "--output", folder.PathOf("none_%d.png"), "--no-masks", "--no-boxes", "--no-labels", "--no-scores");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((all.ExitCode, none.ExitCode), Is.EqualTo((0, 0)), all.Errors + none.Errors);
            Assert.That(TestClip.Difference(Decode("all_0.png"), Decode("in_0.png")), Is.GreaterThan(5));
            Assert.That(TestClip.Difference(Decode("none_0.png"), Decode("in_0.png")), Is.Zero);
        }
    }

    [Test]
    public void Nothing_takes_the_place_of_frames_that_are_read_or_of_results()
    {
        WriteClip("frame_%06d.png", 2);
        byte[] before = File.ReadAllBytes(folder.PathOf("frame_000001.png"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Run(".", "--results", folder.Location, "--format", "overlay").Errors,
                Does.Contain("frame_000000.png: is the input and would be overwritten; choose another --results"));
            Assert.That(
                Run("frame_%06d.png", "--output", folder.PathOf("frame_%6d.png")).Errors,
                Does.Contain("frame_000000.png: is the input and would be overwritten; choose another --output"));
            Assert.That(
                Run("frame_%06d.png", "--output", Path.Combine(folder.Results, "frame_%6d.png"), "--results", folder.Results).Errors,
                Does.Contain("is what overlays among the results are called"));
            Assert.That(File.ReadAllBytes(folder.PathOf("frame_000001.png")), Is.EqualTo(before));
        }
    }

    [Test]
    public void A_run_that_would_write_nothing_is_wrong_usage()
    {
        WriteClip("in.y4m", 1);

        CommandLineRun run = Run("in.y4m", "--track");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.Contain("Nothing would be written: give --output, a video to be drawn, or --results, a folder."));
    }

    [Test]
    public void A_process_that_is_killed_leaves_what_can_be_read()
    {
        using Process process = StartLong();

        process.Kill();
        process.WaitForExit();

        int lines = WholeLines();
        int images = Json("coco_images.partial.json").GetProperty("images").GetArrayLength();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Is.InRange(1, 1999));
            Assert.That(images, Is.EqualTo(lines).Within(1));
            Assert.That(Json("coco_results.partial.json").GetArrayLength(), Is.Positive);
            Assert.That(TestClip.ReadAll(VideoSource.Open(folder.PathOf("out.y4m"))), Has.Count.EqualTo(lines).Within(1));
            Assert.That(folder.ResultNames, Does.Not.Contain("coco_results.json"));
        }
    }

    [Test]
    [Platform("Linux")]
    public void A_process_that_is_asked_to_end_completes_its_files_with_the_frames_that_it_has()
    {
        using Process process = StartLong();

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        CommandLineRun run = CommandLineRun.Finish(process);

        int lines = WholeLines();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(130));
            Assert.That(run.ErrorLines.Single(), Does.Match($"^error: interrupted; {lines} frames? on "));
            Assert.That(lines, Is.InRange(1, 1999));
            Assert.That(Json("coco_images.json").GetProperty("images").GetArrayLength(), Is.EqualTo(lines));
            Assert.That(TestClip.ReadAll(VideoSource.Open(folder.PathOf("out.y4m"))), Has.Count.EqualTo(lines));
            Assert.That(folder.ResultNames, Is.EqualTo(new[] { "coco_images.json", "coco_results.json", "results.jsonl" }));
        }
    }

    /// <summary>Starts a run over 2000 frames, and waits until it has written some.</summary>
    private Process StartLong()
    {
        WriteClip("in.y4m", 2000);
        Process process = CommandLineRun.Start(
            folder.Location,
            new Dictionary<string, string>(),
            [.. Arguments("in.y4m"), "--output", folder.PathOf("out.y4m"), "--results", folder.Results, "--format", "coco,jsonl"]);
        string lines = Path.Combine(folder.Results, "results.jsonl");
        while (!process.HasExited && !(File.Exists(lines) && new FileInfo(lines).Length > 10_000))
        {
            Thread.Sleep(5);
        }

        return process;
    }

    private void WriteClip(string name, int frames) =>
        TestClip.Write(VideoWriter.Create(folder.PathOf(name), 61, 47, FrameRate.Default), TestClip.Frames(frames, 61, 47));

    private CommandLineRun Run(string from, params string[] options) => CommandLineRun.InProcess([.. Arguments(from), .. options]);

    private string[] Arguments(string from) => ["video", folder.PathOf(from), "--weights", folder.Weights, "--device", "cpu"];

    private RgbImage Decode(string name) => new ImageDecoder().Decode(folder.PathOf(name));

    /// <summary>The lines of results.jsonl, each of which must be a document.</summary>
    private int WholeLines()
    {
        string text = File.ReadAllText(Path.Combine(folder.Results, "results.jsonl"));
        string[] lines = text.Split('\n');
        Assert.That(lines[^1], Is.Empty, "whole lines only");
        Assert.That(lines[..^1].Select((line, i) => JsonDocument.Parse(line).RootElement.GetProperty("image").GetProperty("frame").GetInt32() == i), Is.All.True);
        return lines.Length - 1;
    }

    private JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Results, name))).RootElement;
}
