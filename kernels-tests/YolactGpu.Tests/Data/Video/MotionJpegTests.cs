using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;

namespace YolactGpu.Tests.Data.Video;

public sealed class MotionJpegTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("clip.avi", 5)]
    [TestCase("clip.mjpeg", null)]
    public void What_is_written_is_read_again(string name, int? count)
    {
        RgbImage[] frames = TestClip.Frames(5, 61, 47);
        TestClip.Write(VideoWriter.Create(folder.PathOf(name), 61, 47, new FrameRate(25, 1)), frames);

        using IVideoSource source = VideoSource.Open(folder.PathOf(name));
        VideoInfo info = source.Info;
        List<RgbImage> read = TestClip.ReadAll(source);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(info, Is.EqualTo(new VideoInfo(61, 47, new FrameRate(25, 1), count)));
            Assert.That(read, Has.Count.EqualTo(5));
            Assert.That(read.Zip(frames, TestClip.Difference), Is.All.LessThan(3));
        }
    }

    [Test]
    public void An_avi_of_many_parts_is_read_whole()
    {
        RgbImage[] frames = TestClip.Frames(9, 40, 30);
        TestClip.Write(new AviWriter(folder.PathOf("a.avi"), 40, 30, FrameRate.Default, 90, mostPartBytes: 3000), frames);

        byte[] file = File.ReadAllBytes(folder.PathOf("a.avi"));
        List<RgbImage> read = TestClip.ReadAll(VideoSource.Open(folder.PathOf("a.avi")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.AsSpan().IndexOf("AVIX"u8), Is.Positive);
            Assert.That(read, Has.Count.EqualTo(9));
            Assert.That(read.Zip(frames, TestClip.Difference), Is.All.LessThan(3));
        }
    }

    [Test]
    public void An_avi_whose_writer_was_killed_is_read_up_to_its_last_whole_frame()
    {
        using AviWriter writer = new(folder.PathOf("a.avi"), 40, 30, FrameRate.Default);
        foreach (RgbImage frame in TestClip.Frames(4, 40, 30))
        {
            writer.Write(frame);
        }

        byte[] killed = File.ReadAllBytes(folder.PathOf("a.avi"));
        File.WriteAllBytes(folder.PathOf("b.avi"), [.. killed, .. "00dc"u8, 0xff, 0xff, 0, 0, 1, 2, 3]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(TestClip.ReadAll(VideoSource.Open(folder.PathOf("a.avi"))), Has.Count.EqualTo(4));
            Assert.That(TestClip.ReadAll(VideoSource.Open(folder.PathOf("b.avi"))), Has.Count.EqualTo(4));
        }
    }

    [TestCase("clip.avi")]
    [TestCase("clip.mjpeg")]
    public void A_truncated_video_gives_its_whole_frames_and_an_error(string name)
    {
        TestClip.Write(VideoWriter.Create(folder.PathOf(name), 40, 30, FrameRate.Default), TestClip.Frames(3, 40, 30));
        byte[] file = File.ReadAllBytes(folder.PathOf(name));
        File.WriteAllBytes(folder.PathOf(name), file[..^200]);
        using IVideoSource source = VideoSource.Open(folder.PathOf(name));

        source.Read();
        source.Read();

        Assert.That(() => source.Read(), Throws.TypeOf<VideoException>().With.Message.Contains("truncated: frame 2 "));
    }

    [Test]
    public void A_frame_of_another_size_is_named()
    {
        using (FileStream file = File.Create(folder.PathOf("a.mjpeg")))
        {
            JpegFile.Write(file, TestClip.Frame(40, 30, 0));
            JpegFile.Write(file, TestClip.Frame(41, 30, 0));
        }

        Assert.That(
            () => TestClip.ReadAll(VideoSource.Open(folder.PathOf("a.mjpeg"))),
            Throws.TypeOf<VideoException>().With.Message.Contains("frame 1 is 41 x 30; the video is 40 x 30"));
    }

    [Test]
    public void Frames_without_Huffman_tables_mean_the_standard_ones()
    {
        using MemoryStream stream = new();
        JpegFile.Write(stream, TestClip.Frame(40, 30, 0));
        byte[] jpeg = stream.ToArray();
        List<byte> without = [0xff, 0xd8];
        int at = 2;
        for (int marker = jpeg[at + 1]; marker != 0xda; marker = jpeg[at + 1])
        {
            int length = 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
            if (marker != 0xc4)
            {
                without.AddRange(jpeg[at..(at + length)]);
            }

            at += length;
        }

        without.AddRange(jpeg[at..]);
        JpegFrames frames = new("clip");

        Assert.That(
            frames.Decode([.. without], 0).Pixels.ToArray(), Is.EqualTo(frames.Decode(jpeg, 0).Pixels.ToArray()));
    }

    [Test]
    public void Files_that_hold_no_video_are_refused()
    {
        File.WriteAllBytes(folder.PathOf("empty.avi"), []);
        File.WriteAllBytes(folder.PathOf("cut.avi"), [.. AviLayout.Header(4, 4, FrameRate.Default).AsSpan(0, 100)]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => VideoSource.Open(folder.PathOf("empty.avi")), Throws.TypeOf<VideoException>().With.Message.Contains("is empty"));
            Assert.That(() => VideoSource.Open(folder.PathOf("cut.avi")), Throws.TypeOf<VideoException>().With.Message.Contains("truncated"));
            Assert.That(() => VideoSource.Open(folder.PathOf("none.avi")), Throws.TypeOf<VideoException>().With.Message.Contains("no such file"));
        }
    }
}
