using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;

namespace YolactGpu.Tests.Data.Video;

public sealed class FfmpegTests
{
    private TemporaryFolder folder = null!;

    private static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(place => File.Exists(Path.Combine(place, "ffmpeg")));

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void A_video_of_another_kind_goes_through_ffmpeg_and_odd_sides_are_padded()
    {
        IgnoreWithoutFfmpeg();
        RgbImage[] frames = TestClip.Frames(6, 61, 47);
        TestClip.Write(VideoWriter.Create(folder.PathOf("-a.mp4"), 61, 47, new FrameRate(10, 1)), frames);

        using IVideoSource source = VideoSource.Open(folder.PathOf("-a.mp4"));
        VideoInfo info = source.Info;
        List<RgbImage> read = TestClip.ReadAll(source);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((info.Width, info.Height, info.Rate), Is.EqualTo((62, 48, new FrameRate(10, 1))));
            Assert.That(read, Has.Count.EqualTo(6));
            Assert.That(TestClip.Difference(Cut(read[5]), frames[5]), Is.LessThan(8));
        }
    }

    [TestCase("a.avi")]
    [TestCase("a.y4m")]
    [TestCase("a.mjpeg")]
    public void Ffmpeg_reads_what_this_library_writes(string name)
    {
        IgnoreWithoutFfmpeg();
        RgbImage[] frames = TestClip.Frames(4, 61, 47);
        TestClip.Write(VideoWriter.Create(folder.PathOf(name), 61, 47, new FrameRate(25, 1)), frames);

        List<RgbImage> read = TestClip.ReadAll(new FfmpegReader(folder.PathOf(name)));

        Assert.That(read, Has.Count.EqualTo(4));
        Assert.That(read.Zip(frames, TestClip.Difference), Is.All.LessThan(5));
    }

    [Test]
    public void Ffmpeg_reads_an_avi_of_many_parts()
    {
        IgnoreWithoutFfmpeg();
        TestClip.Write(new AviWriter(folder.PathOf("a.avi"), 40, 30, FrameRate.Default, 90, mostPartBytes: 3000), TestClip.Frames(9, 40, 30));

        Assert.That(TestClip.ReadAll(new FfmpegReader(folder.PathOf("a.avi"))), Has.Count.EqualTo(9));
    }

    [Test]
    public void An_absent_ffmpeg_is_an_error_that_says_what_to_install()
    {
        File.WriteAllText(folder.PathOf("a.mkv"), "of some kind");
        string absent = folder.PathOf("ffmpeg");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => VideoSource.Open(folder.PathOf("a.mkv"), new VideoSourceOptions { Ffmpeg = absent }),
                Throws.TypeOf<VideoException>().With.Message.Contains("apt install ffmpeg"));
            Assert.That(
                () => VideoWriter.Create(folder.PathOf("b.mp4"), 2, 2, FrameRate.Default, new VideoWriterOptions { Ffmpeg = absent }),
                Throws.TypeOf<OutputException>().With.Message.Contains("apt install ffmpeg"));
        }
    }

    [Test]
    public void What_ffmpeg_says_is_in_the_error()
    {
        IgnoreWithoutFfmpeg();
        File.WriteAllText(folder.PathOf("a.mkv"), "of no kind at all");

        Assert.That(
            () => VideoSource.Open(folder.PathOf("a.mkv")),
            Throws.TypeOf<VideoException>().With.Message.Contains("Invalid data found"));
    }

    private static void IgnoreWithoutFfmpeg()
    {
        if (!IsInstalled)
        {
            Assert.Ignore("FFmpeg is not installed.");
        }
    }

    private static RgbImage Cut(RgbImage frame) => RgbImage.FromRgb(frame.Pixels.Span, frame.Width - 1, frame.Height - 1, frame.Stride);
}
