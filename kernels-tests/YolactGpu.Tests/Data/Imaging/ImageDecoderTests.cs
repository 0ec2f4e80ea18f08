using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class ImageDecoderTests
{
    private static readonly int[] Red = [220, 30, 30];
    private static readonly int[] Green = [30, 200, 30];
    private static readonly int[] Blue = [30, 30, 220];
    private static readonly int[] White = [240, 240, 240];

    private readonly ImageDecoder decoder = new();

    [Test]
    public void Reads_a_baseline_jpeg()
    {
        RgbImage image = decoder.Decode(EncodedSamples.BaselineJpeg);

        Assert.That((image.Width, image.Height), Is.EqualTo((16, 8)));
        AssertQuarters(image, Red, Green, Blue, White);
    }

    [Test]
    public void Reads_a_progressive_jpeg_of_halved_colour()
    {
        RgbImage image = decoder.Decode(EncodedSamples.ProgressiveJpeg);

        Assert.That((image.Width, image.Height), Is.EqualTo((32, 16)));
        AssertQuarters(image, Red, Green, Blue, White);
    }

    [Test]
    public void Reads_a_grey_jpeg_as_rgb_of_equal_channels()
    {
        RgbImage image = decoder.Decode(EncodedSamples.GreyJpeg);

        AssertQuarters(image, [87, 87, 87], [130, 130, 130], [52, 52, 52], White);
        byte[] pixels = image.Pixels.ToArray();
        Assert.That(pixels.Chunk(3).All(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2]));
    }

    [Test]
    public void Turns_a_photo_as_its_exif_orientation_says()
    {
        RgbImage image = decoder.Decode(EncodedSamples.TurnedJpeg);

        Assert.That((image.Width, image.Height), Is.EqualTo((8, 16)));
        AssertQuarters(image, Blue, Red, White, Green);
    }

    [TestCase(1, 1)]
    [TestCase(5, 3)]
    [TestCase(8, 2)]
    public void Reads_a_bitmap(int width, int height)
    {
        RgbImage image = decoder.Decode(EncodedSamples.Bmp(width, height));

        Assert.That((image.Width, image.Height), Is.EqualTo((width, height)));
        for (int y = 0; y < height; y++)
        {
            int[] expected = [.. Enumerable.Range(0, 3 * width).Select(i => (40 * (i % 3)) + (7 * (i / 3)) + y)];
            Assert.That(image.Row(y).ToArray(), Is.EqualTo(expected), $"row {y}");
        }
    }

    [Test]
    public void Drops_transparency_and_keeps_the_colour_below_it()
    {
        byte[] png = EncodedSamples.Png(2, 1, colourType: 6, [0, 10, 20, 30, 0, 200, 100, 50, 128]);

        Assert.That(decoder.Decode(png).Pixels.ToArray(), Is.EqualTo((byte[])[10, 20, 30, 200, 100, 50]));
    }

    [Test]
    public void Reads_the_same_from_bytes_a_stream_and_a_file()
    {
        byte[] png = EncodedSamples.Png(1, 2, colourType: 2, [0, 1, 2, 3, 0, 4, 5, 6]);
        using TemporaryFolder folder = new();
        string path = folder.PathOf("a.png");
        File.WriteAllBytes(path, png);
        using MemoryStream stream = new([9, 9, .. png]) { Position = 2 };

        Assert.That(decoder.Decode(png).Pixels.ToArray(), Is.EqualTo((byte[])[1, 2, 3, 4, 5, 6]));
        Assert.That(decoder.Decode(path).Pixels.ToArray(), Is.EqualTo((byte[])[1, 2, 3, 4, 5, 6]));
        Assert.That(decoder.Decode(stream).Pixels.ToArray(), Is.EqualTo((byte[])[1, 2, 3, 4, 5, 6]));
        Assert.That(stream.CanRead, Is.True, "the stream is left open");
    }

    [Test]
    public void May_be_used_by_several_threads()
    {
        byte[] expected = decoder.Decode(EncodedSamples.ProgressiveJpeg).Pixels.ToArray();
        byte[][] results = new byte[32][];

        byte[] file = EncodedSamples.ProgressiveJpeg;
        Parallel.For(0, results.Length, i => results[i] = decoder.Decode(file).Pixels.ToArray());

        Assert.That(results, Is.All.EqualTo(expected));
    }

    /// <summary>The middles of the four quarters, within what JPEG loses.</summary>
    private static void AssertQuarters(
        RgbImage image, int[] topLeft, int[] topRight, int[] bottomLeft, int[] bottomRight)
    {
        int x = image.Width / 4;
        int y = image.Height / 4;
        Assert.That(PixelOf(image, x, y), Is.EqualTo(topLeft).Within(12), "top left");
        Assert.That(PixelOf(image, 3 * x, y), Is.EqualTo(topRight).Within(12), "top right");
        Assert.That(PixelOf(image, x, 3 * y), Is.EqualTo(bottomLeft).Within(12), "bottom left");
        Assert.That(PixelOf(image, 3 * x, 3 * y), Is.EqualTo(bottomRight).Within(12), "bottom right");
    }

    private static int[] PixelOf(RgbImage image, int x, int y) =>
        [.. image.Row(y).Slice(3 * x, 3).ToArray().Select(value => (int)value)];
}
