using System.Text;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;

namespace YolactGpu.Tests.Data.Video;

public sealed class Y4mTests
{
    [TestCase((byte)16, (byte)128, (byte)128, false, 0, 0, 0)]
    [TestCase((byte)235, (byte)128, (byte)128, false, 255, 255, 255)]
    [TestCase((byte)81, (byte)90, (byte)240, false, 254, 0, 0)]
    [TestCase((byte)145, (byte)54, (byte)34, false, 0, 255, 1)]
    [TestCase((byte)41, (byte)240, (byte)110, false, 0, 0, 255)]
    [TestCase((byte)76, (byte)85, (byte)255, true, 254, 0, 0)]
    [TestCase((byte)200, (byte)128, (byte)128, true, 200, 200, 200)]
    public void Colours_are_those_of_BT601(byte y, byte cb, byte cr, bool isFullRange, int r, int g, int b)
    {
        byte[] file = [.. Header($"W1 H1 F25:1 C444{(isFullRange ? " XCOLORRANGE=FULL" : "")}"), .. "FRAME\n"u8, y, cb, cr];

        RgbImage frame = TestClip.ReadAll(Open(file))[0];

        Assert.That(frame.Pixels.ToArray().Select(level => (int)level), Is.EqualTo(new[] { r, g, b }).Within(1));
    }

    [Test]
    public void A_chroma_sample_colours_the_pixels_that_it_stands_for_on_odd_sides_too()
    {
        byte[] luma = [.. Enumerable.Repeat((byte)128, 9)];
        byte[] file = [.. Header("W3 H3 F25:1 C420"), .. "FRAME Ip\n"u8, .. luma, 128, 128, 128, 200, 128, 200, 128, 128];

        RgbImage frame = TestClip.ReadAll(Open(file))[0];

        bool[] isReddish = [.. Enumerable.Range(0, 9).Select(i => frame.Pixels.Span[3 * i] > 200)];
        bool[] isBluish = [.. Enumerable.Range(0, 9).Select(i => frame.Pixels.Span[(3 * i) + 2] > 200)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(isReddish, Is.EqualTo(new[] { false, false, true, false, false, true, false, false, false }));
            Assert.That(isBluish, Is.EqualTo(new[] { false, false, false, false, false, false, false, false, true }));
        }
    }

    [TestCase(Y4mSampling.Yuv420, 4)]
    [TestCase(Y4mSampling.Yuv422, 3)]
    [TestCase(Y4mSampling.Yuv444, 1)]
    public void What_is_written_is_read_again(Y4mSampling sampling, int tolerance)
    {
        using TemporaryFolder folder = new();
        RgbImage[] frames = TestClip.Frames(3, 37, 23);
        TestClip.Write(new Y4mWriter(folder.PathOf("a.y4m"), 37, 23, new FrameRate(30000, 1001), sampling), frames);

        using IVideoSource source = VideoSource.Open(folder.PathOf("a.y4m"));
        VideoInfo info = source.Info;
        List<RgbImage> read = TestClip.ReadAll(source);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(info, Is.EqualTo(new VideoInfo(37, 23, new FrameRate(30000, 1001), 3)));
            Assert.That(read, Has.Count.EqualTo(3));
            Assert.That(read.Zip(frames, TestClip.Difference), Is.All.LessThan(tolerance));
        }
    }

    [Test]
    public void A_grey_video_is_grey()
    {
        byte[] file = [.. Header("W2 H1 F25:1 Cmono"), .. "FRAME\n"u8, 16, 235];

        Assert.That(TestClip.ReadAll(Open(file))[0].Pixels.ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 255, 255, 255 }));
    }

    [TestCase("W2 H2 F25:1 C420p10", "its sampling is C420p10")]
    [TestCase("W0 H2 F25:1", "a size of 0 x 2")]
    [TestCase("W99999 H99999 F25:1", "too large")]
    public void Videos_of_other_kinds_are_refused(string header, string reason) =>
        Assert.That(() => Open(Header(header)), Throws.TypeOf<VideoException>().With.Message.Contains(reason));

    [Test]
    public void A_truncated_frame_is_named_after_the_whole_ones()
    {
        byte[] file = [.. Header("W1 H1 F25:1 C444"), .. "FRAME\n"u8, 1, 2, 3, .. "FRAME\n"u8, 1, 2];
        using Y4mReader reader = Open(file);

        Assert.That(reader.Read(), Is.Not.Null);
        Assert.That(
            () => reader.Read(), Throws.TypeOf<VideoException>().With.Message.EqualTo("clip: truncated: frame 1 has 2 of its 3 bytes"));
    }

    private static byte[] Header(string tags) => Encoding.ASCII.GetBytes($"YUV4MPEG2 {tags}\n");

    private static Y4mReader Open(byte[] file) => new(new MemoryStream(file), "clip");
}
