using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;

namespace YolactGpu.Tests.Data.Video;

public sealed class MovingShapesTests
{
    private const int Disc = (220 << 16) | (60 << 8) | 50;
    private const int Square = (240 << 16) | (200 << 8) | 40;
    private const int Triangle = (50 << 16) | (90 << 8) | 220;

    [Test]
    public void Every_frame_is_another_until_the_clip_repeats_itself()
    {
        string[] frames = [.. Enumerable.Range(0, MovingShapes.Period).Select(index => Pixels(320, 200, index))];

        Assert.That(frames, Is.Unique);
        Assert.That(Pixels(320, 200, MovingShapes.Period + 7), Is.EqualTo(frames[7]));
    }

    [TestCase(1, 1)]
    [TestCase(3, 300)]
    [TestCase(61, 47)]
    public void A_frame_may_have_any_size(int width, int height)
    {
        RgbImage frame = MovingShapes.Frame(width, height, 123_456_789);

        Assert.That((frame.Width, frame.Height), Is.EqualTo((width, height)));
        Assert.That(frame.Pixels.ToArray(), Is.All.GreaterThanOrEqualTo(40));
    }

    [Test]
    public void Shapes_keep_their_sizes_and_stay_inside()
    {
        int[] discs = [.. Enumerable.Range(0, MovingShapes.Period).Select(index => Count(index, Disc))];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(discs, Is.All.EqualTo(discs[0]), "nothing lies over the disc");
            Assert.That(Enumerable.Range(0, MovingShapes.Period).Max(index => Count(index, Square)), Is.EqualTo(51 * 51));
            Assert.That(Enumerable.Range(0, MovingShapes.Period).Max(index => Count(index, Triangle)), Is.InRange(51 * 51 / 2, (51 * 51 / 2) + 51));
        }
    }

    private static int Count(int index, int colour)
    {
        ReadOnlySpan<byte> pixels = MovingShapes.Frame(320, 200, index).Pixels.Span;
        int count = 0;
        for (int i = 0; i < pixels.Length; i += RgbImage.Channels)
        {
            count += ((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]) == colour ? 1 : 0;
        }

        return count;
    }

    private static string Pixels(int width, int height, int index) => Convert.ToBase64String(MovingShapes.Frame(width, height, index).Pixels.Span);
}
