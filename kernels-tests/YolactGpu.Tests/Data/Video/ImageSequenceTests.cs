using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;

namespace YolactGpu.Tests.Data.Video;

public sealed class ImageSequenceTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void A_folder_is_read_in_natural_order()
    {
        foreach (int index in new[] { 10, 9, 1, 100 })
        {
            PngFile.Write(folder.PathOf($"frame{index}.png"), TestClip.Frame(20, 10, index));
        }

        List<RgbImage> frames = TestClip.ReadAll(VideoSource.Open(folder.Location));

        Assert.That(
            frames.Select(frame => frame.Pixels.ToArray()),
            Is.EqualTo(new[] { 1, 9, 10, 100 }.Select(index => TestClip.Frame(20, 10, index).Pixels.ToArray())));
    }

    [Test]
    public void A_pattern_writes_frames_and_reads_them_again_and_leaves_other_files_alone()
    {
        RgbImage[] frames = TestClip.Frames(3, 20, 10);
        string pattern = folder.PathOf("f_%03d.png");
        TestClip.Write(VideoWriter.Create(pattern, 20, 10, FrameRate.Default), frames);
        PngFile.Write(folder.PathOf("f_1.png"), TestClip.Frame(20, 10, 8));

        using IVideoSource source = VideoSource.Open(pattern, new VideoSourceOptions { Rate = new FrameRate(10, 1) });
        VideoInfo info = source.Info;
        List<RgbImage> read = TestClip.ReadAll(source);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.Exists(folder.PathOf("f_002.png")));
            Assert.That(info, Is.EqualTo(new VideoInfo(20, 10, new FrameRate(10, 1), 3)));
            Assert.That(read.Select(frame => frame.Pixels.ToArray()), Is.EqualTo(frames.Select(frame => frame.Pixels.ToArray())));
        }
    }

    [Test]
    public void A_frame_of_another_size_is_named()
    {
        PngFile.Write(folder.PathOf("1.png"), TestClip.Frame(20, 10, 0));
        PngFile.Write(folder.PathOf("2.png"), TestClip.Frame(20, 11, 0));

        Assert.That(
            () => TestClip.ReadAll(VideoSource.Open(folder.Location)),
            Throws.TypeOf<VideoException>().With.Message.Contains("2.png: frame 1 is 20 x 11; the video is 20 x 10"));
    }

    [Test]
    public void Nothing_to_read_and_names_that_tell_no_kind_are_errors()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => VideoSource.Open(folder.Location), Throws.TypeOf<VideoException>().With.Message.Contains("holds no images"));
            Assert.That(() => VideoSource.Open(folder.PathOf("a%02d.png")), Throws.TypeOf<VideoException>().With.Message.Contains("no file matches"));
            Assert.That(() => VideoWriter.Create(folder.PathOf("video"), 2, 2, FrameRate.Default), Throws.TypeOf<OutputException>());
            Assert.That(() => VideoWriter.Create(folder.PathOf("one.png"), 2, 2, FrameRate.Default), Throws.TypeOf<OutputException>());
        }
    }

    [TestCase("25", 25, 1)]
    [TestCase("12.5", 12500, 1000)]
    [TestCase("30000/1001", 30000, 1001)]
    public void Rates_are_read(string text, int numerator, int denominator) =>
        Assert.That(FrameRate.Parse(text), Is.EqualTo(new FrameRate(numerator, denominator)));

    [TestCase("0")]
    [TestCase("0/0")]
    [TestCase("-5")]
    [TestCase("fast")]
    public void What_is_no_rate_is_none(string text) => Assert.That(FrameRate.Parse(text), Is.Null);
}
