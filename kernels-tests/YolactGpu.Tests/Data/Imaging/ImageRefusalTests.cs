using System.Diagnostics;
using System.Text;
using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Data.Imaging;

/// <summary>What cannot be decoded is one exception with one clear line.</summary>
public sealed class ImageRefusalTests
{
    private static readonly ImageDecoder Decoder = new();

    private static readonly Dictionary<string, byte[]> WholeFiles = new()
    {
        ["baseline.jpg"] = EncodedSamples.BaselineJpeg,
        ["progressive.jpg"] = EncodedSamples.ProgressiveJpeg,
        ["turned.jpg"] = EncodedSamples.TurnedJpeg,
        ["a.png"] = EncodedSamples.Png(9, 7, colourType: 2, new byte[7 * 28]),
        ["a.bmp"] = EncodedSamples.Bmp(8, 6),
    };

    private static IEnumerable<string> Names => WholeFiles.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_file_truncated_at_20_places_is_refused_each_time(string name)
    {
        byte[] file = WholeFiles[name];
        Assert.That(() => Decoder.Decode(file, name), Throws.Nothing, "the whole file");
        for (int i = 0; i < 20; i++)
        {
            int length = (file.Length - 1) * i / 19;
            string reason = Refusal(file.AsMemory(0, length), name);

            Assert.That(reason, Does.Match("^(is empty|not an image|truncated)"), $"{length} of {file.Length} bytes");
        }
    }

    [TestCaseSource(nameof(Names))]
    public void A_damaged_file_gives_a_picture_or_the_one_exception(string name)
    {
        byte[] file = WholeFiles[name];
        Random random = new(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. file];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                RgbImage image = Decoder.Decode(damaged, name);
                Assert.That(image.Pixels.Length, Is.EqualTo(3 * image.Width * image.Height));
            }
            catch (ImageException exception)
            {
                AssertOneLine(exception, name);
            }
        }
    }

    [Test]
    public void An_empty_file_is_refused() => Assert.That(
        Refusal(ReadOnlyMemory<byte>.Empty, "a.jpg"), Is.EqualTo("is empty; an image is needed"));

    [TestCase("Only text.", "not an image; JPEG, PNG and BMP are taken")]
    [TestCase("BM is how this text begins, and goes on.", "not an image: a bitmap's header cannot be")]
    [TestCase("GIF89a and more", "a GIF image; JPEG, PNG and BMP are taken")]
    [TestCase("RIFF1234WEBPVP8 ", "a WebP image; JPEG, PNG and BMP are taken")]
    [TestCase("1234ftypheic1234", "a HEIC image; JPEG, PNG and BMP are taken")]
    [TestCase("x", "not an image; JPEG, PNG and BMP are taken")]
    public void What_is_no_image_that_is_taken_is_refused(string text, string reason) => Assert.That(
        Refusal(Encoding.ASCII.GetBytes(text), "a.txt"), Does.StartWith(reason));

    [Test]
    public void A_cmyk_jpeg_is_refused_by_name() => Assert.That(
        Refusal(EncodedSamples.CmykJpeg, "print.jpg"), Does.StartWith("a CMYK JPEG; RGB and grey ones are taken"));

    [TestCase(false)]
    [TestCase(true)]
    public void A_header_of_60000_x_60000_is_refused_before_anything_is_allocated(bool isWhole)
    {
        byte[] png = isWhole
            ? EncodedSamples.Png(60_000, 60_000, colourType: 2, new byte[100])
            : EncodedSamples.PngHeader(60_000, 60_000, colourType: 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch time = Stopwatch.StartNew();

        string reason = Refusal(png, "huge.png");

        Assert.That(reason, Is.EqualTo("too large: 60000 x 60000 = 3600 megapixels; at most 128 are taken"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
        Assert.That(time.ElapsedMilliseconds, Is.LessThan(1000));
    }

    [Test]
    public void A_jpeg_over_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        ImageDecoder small = new(new ImageDecoderOptions { MaxPixels = 127 });
        ImageDecoder enough = new(new ImageDecoderOptions { MaxPixels = 128 });

        Assert.That(
            () => small.Decode(EncodedSamples.BaselineJpeg, "a.jpg"),
            Throws.TypeOf<ImageException>().With.Message.Contains("a.jpg: too large: 16 x 8 = 0 megapixels"));
        Assert.That(() => enough.Decode(EncodedSamples.BaselineJpeg), Throws.Nothing);
    }

    [Test]
    public void A_file_of_too_many_bytes_is_refused_from_a_stream_too()
    {
        ImageDecoder small = new(new ImageDecoderOptions { MaxBytes = 100 });
        using MemoryStream stream = new(EncodedSamples.BaselineJpeg);

        Assert.That(
            () => small.Decode(stream, "a.jpg"),
            Throws.TypeOf<ImageException>().With.Message.Contains("more than 100 bytes"));
        Assert.That(
            () => small.Decode(EncodedSamples.BaselineJpeg, "a.jpg"),
            Throws.TypeOf<ImageException>().With.Message.Contains("more than 100 bytes"));
    }

    [TestCase(0, 5)]
    [TestCase(5, 0)]
    public void A_size_of_zero_is_refused(int width, int height) => Assert.That(
        Refusal(EncodedSamples.Png(width, height, colourType: 2, [0]), "a.png"),
        Does.Contain($"a size of {width} x {height} pixels"));

    [Test]
    public void A_path_that_leads_to_no_file_is_refused()
    {
        using TemporaryFolder folder = new();
        string missing = folder.PathOf("missing.jpg");

        Assert.That(
            () => Decoder.Decode(missing),
            Throws.TypeOf<ImageException>().With.Message.EqualTo($"{missing}: there is no such file"));
        Assert.That(
            () => Decoder.Decode(folder.Location),
            Throws.TypeOf<ImageException>().With.Message.EqualTo(
                $"{folder.Location}: is a folder; an image file is needed"));
    }

    [Test]
    public void A_line_break_in_a_name_stays_out_of_the_message()
    {
        ImageException? exception = Assert.Throws<ImageException>(() => Decoder.Decode(new byte[3], "a\nb\u001b.jpg"));

        Assert.That(exception!.Message, Does.StartWith("a b .jpg: not an image"));
    }

    private static string Refusal(ReadOnlyMemory<byte> file, string name)
    {
        ImageException? exception = Assert.Throws<ImageException>(() => Decoder.Decode(file, name));
        AssertOneLine(exception!, name);
        return exception!.Reason;
    }

    private static void AssertOneLine(ImageException exception, string name)
    {
        Assert.That(exception.Message, Is.EqualTo($"{name}: {exception.Reason}"));
        Assert.That(exception.Message.Any(char.IsControl), Is.False, exception.Message);
        Assert.That(exception.Reason, Has.Length.InRange(5, 300));
    }
}
