using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class JpegEncodingTests
{
    [TestCase(null, 2.5)]
    [TestCase(50, 4)]
    [TestCase(90, 1.5)]
    [TestCase(100, 1)]
    public void A_picture_survives_within_its_quality(int? quality, double tolerance)
    {
        using Image<Rgb24> image = Slopes(61, 47);
        using MemoryStream stream = new();

        image.SaveAsJpeg(stream, new JpegEncoder { Quality = quality });

        using Image<Rgb24> read = Image.Load<Rgb24>(stream.ToArray());
        Assert.That(read.Size, Is.EqualTo(image.Size));
        Assert.That(Pixels.Difference(read, image).Item1, Is.LessThan(tolerance), "mean difference in levels");
    }

    [Test]
    public void Grey_is_coded_alone()
    {
        using Image<Rgb24> image = new(9, 7, new Rgb24(90, 90, 90));
        using MemoryStream stream = new();

        image.SaveAsJpeg(stream, new JpegEncoder { ColorType = JpegColorType.Luminance, Quality = 95 });

        using Image<Rgb24> read = Image.Load<Rgb24>(stream.ToArray());
        Assert.That(Pixels.Of(read).Select(pixel => (int)pixel.R), Is.All.EqualTo(90).Within(1));
    }

    [Test]
    public void Noise_with_bytes_that_must_be_stuffed_survives()
    {
        Random random = new(3);
        using Image<Rgb24> image = new(64, 64);
        for (int i = 0; i < 64 * 64; i++)
        {
            image[i % 64, i / 64] = new Rgb24((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        }

        using MemoryStream stream = new();
        image.SaveAsJpeg(stream, new JpegEncoder { Quality = 100, ColorType = JpegColorType.YCbCrRatio444 });

        using Image<Rgb24> read = Image.Load<Rgb24>(stream.ToArray());
        Assert.That(Pixels.Difference(read, image).Item1, Is.LessThan(1.5), "mean difference in levels");
    }

    [TestCase(0)]
    [TestCase(101)]
    public void A_quality_outside_1_to_100_is_refused(int quality) =>
        Assert.That(() => new JpegEncoder { Quality = quality }, Throws.ArgumentException);

    private static Image<Rgb24> Slopes(int width, int height)
    {
        Image<Rgb24> image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                image[x, y] = new Rgb24((byte)(x * 4), (byte)(y * 5), (byte)((x + y) * 2));
            }
        }

        return image;
    }
}
