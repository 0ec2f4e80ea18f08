using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class JpegDecodingTests
{
    private static IEnumerable<string> Names => ImageFixtures.JpegsWithPixels;

    [TestCaseSource(nameof(Names))]
    public void Pixels_are_those_of_libjpeg_turbo(string name)
    {
        if (name == "restart_progressive")
        {
            IgnoreOnTheRealPackage("It miscounts the restart markers of progressive scans.");
        }

        using Image<Rgb24> expected = ImageFixtures.ExpectedPixels(name);

        using Image<Rgb24> image = Image.Load<Rgb24>(ImageFixtures.Jpeg(name));

        Assert.That(image.Size, Is.EqualTo(expected.Size));
        (double mean, int largest) = Pixels.Difference(image, expected);
        Assert.That(mean, Is.LessThan(0.2), "mean difference in levels");
        Assert.That(largest, Is.LessThanOrEqualTo(2), "largest difference in levels");
    }

    [TestCase("grey")]
    [TestCase("grey_progressive")]
    public void Grey_is_grey_in_every_pixel_type(string name)
    {
        using Image<L8> grey = Image.Load<L8>(ImageFixtures.Jpeg(name));
        using Image<Rgb24> rgb = Image.Load<Rgb24>(ImageFixtures.Jpeg(name));
        using Image<Rgba32> rgba = Image.Load<Rgba32>(ImageFixtures.Jpeg(name));

        Assert.That(
            Pixels.Of(grey).Select(p => new Rgb24(p.PackedValue, p.PackedValue, p.PackedValue)),
            Is.EqualTo(Pixels.Of(rgb)));
        Assert.That(Pixels.Of(rgba), Is.EqualTo(Pixels.Of(rgb).Select(p => new Rgba32(p.R, p.G, p.B))));
    }

    [Test]
    public void Progressive_and_baseline_coding_give_the_same_pixels([Values("444", "422", "420")] string sampling)
    {
        using Image<Rgb24> baseline = Image.Load<Rgb24>(ImageFixtures.Jpeg("baseline_" + sampling));
        using Image<Rgb24> progressive = Image.Load<Rgb24>(ImageFixtures.Jpeg("progressive_" + sampling));

        Assert.That(Pixels.Of(progressive), Is.EqualTo(Pixels.Of(baseline)));
    }

    [TestCase("restart_420")]
    [TestCase("fill_bytes")]
    [TestCase("one_scan_each")]
    public void How_the_scans_are_cut_does_not_change_the_pixels(string name)
    {
        using Image<Rgb24> plain = Image.Load<Rgb24>(ImageFixtures.Jpeg("baseline_420"));
        using Image<Rgb24> cut = Image.Load<Rgb24>(ImageFixtures.Jpeg(name));

        Assert.That(Pixels.Of(cut), Is.EqualTo(Pixels.Of(plain)));
    }

    [Test]
    public void Unknown_segments_are_passed_over()
    {
        byte[] plain = ImageFixtures.Jpeg("baseline_444");
        byte[] comment = [0xFF, 0xFE, 0, 5, 1, 2, 3];
        byte[] application = [0xFF, 0xE7, 0, 6, 0xFF, 0xD9, 0xFF, 0xDA];
        byte[] file = [.. plain[..2], .. comment, .. application, .. plain[2..]];

        using Image<Rgb24> image = Image.Load<Rgb24>(file);
        using Image<Rgb24> expected = Image.Load<Rgb24>(plain);

        Assert.That(Pixels.Of(image), Is.EqualTo(Pixels.Of(expected)));
    }

    [Test]
    public void What_comes_after_the_end_is_not_read()
    {
        byte[] plain = ImageFixtures.Jpeg("baseline_420");

        using Image<Rgb24> image = Image.Load<Rgb24>([.. plain, 0xFF, 0xD8, 1, 2, 3]);
        using Image<Rgb24> expected = Image.Load<Rgb24>(plain);

        Assert.That(Pixels.Of(image), Is.EqualTo(Pixels.Of(expected)));
    }

    [TestCase("baseline_420", 24)]
    [TestCase("progressive_444", 24)]
    [TestCase("grey", 8)]
    [TestCase("cmyk", 32)]
    public void Identify_tells_components_and_bits(string name, int bitsPerPixel)
    {
        ImageInfo info = Image.Identify(ImageFixtures.Jpeg(name));

        Assert.That((info.Width, info.Height), Is.EqualTo((37, 29)));
        Assert.That(info.PixelType.BitsPerPixel, Is.EqualTo(bitsPerPixel));
        Assert.That(info.Metadata.DecodedImageFormat, Is.SameAs(JpegFormat.Instance));
    }

    [Test]
    public void Lossless_coding_is_not_supported([Values(0xC3, 0xC7, 0xCB, 0xCF)] int frameMarker)
    {
        byte[] file = ImageFixtures.Jpeg("baseline_444");
        file[FrameMarkerPosition(file)] = (byte)frameMarker;

        Assert.That(() => Image.Load<Rgb24>(file), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => Image.Identify(file), Throws.TypeOf<NotSupportedException>());
    }

    [TestCase("cmyk", "CMYK")]
    [TestCase("arithmetic", "arithmetic")]
    public void The_stand_in_says_what_it_does_not_read(string name, string word)
    {
        IgnoreOnTheRealPackage("It reads this.");

        Assert.That(
            () => Image.Load<Rgb24>(ImageFixtures.Jpeg(name)),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains(word));
    }

    [Test]
    public void A_decoder_can_be_called_by_name()
    {
        using MemoryStream stream = new(ImageFixtures.Jpeg("baseline_420"));

        using Image<Rgb24> image = JpegDecoder.Instance.Decode<Rgb24>(new DecoderOptions(), stream);

        Assert.That(image.Width, Is.EqualTo(37));
    }

    private static void IgnoreOnTheRealPackage(string why)
    {
        if (!Packages.ImageSharpIsStandIn)
        {
            Assert.Ignore(why);
        }
    }

    private static int FrameMarkerPosition(byte[] file)
    {
        int position = 2;
        while (file[position + 1] != 0xC0)
        {
            position += 2 + ((file[position + 2] << 8) | file[position + 3]);
        }

        return position + 1;
    }
}
