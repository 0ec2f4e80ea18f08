using System.Diagnostics;
using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.ImageSharp;

/// <summary>
/// Damaged data ends in an image or in one of the exceptions that the package documents: ImageFormatException's
/// children and NotSupportedException. The real package (3.1.12) makes an image of many a truncated file, and a few
/// kinds of damage escape from it as other exceptions; the stand-in refuses every truncated file and lets none escape.
/// </summary>
[TestFixture]
public sealed class BadInputTests
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(1);

    private static IEnumerable<string> Names => ImageFixtures.ReadableJpegs;

    [Test]
    public void What_is_no_image_is_of_no_known_format(
        [Values("hello, I am no image", "GIF", "PK\u0003\u0004 and so on")] string text)
    {
        byte[] data = System.Text.Encoding.Latin1.GetBytes(text);

        Assert.That(() => Image.Load<Rgb24>(data), Throws.TypeOf<UnknownImageFormatException>());
        Assert.That(() => Image.Identify(data), Throws.TypeOf<UnknownImageFormatException>());
        Assert.That(() => Image.DetectFormat(data), Throws.TypeOf<UnknownImageFormatException>());
    }

    [Test]
    public void An_empty_stream_is_of_no_known_format()
    {
        Assert.That(() => Image.Load<Rgb24>(Stream.Null), Throws.TypeOf<UnknownImageFormatException>());
        Assert.That(() => Image.Identify(new MemoryStream()), Throws.TypeOf<UnknownImageFormatException>());
    }

    [Test]
    public void An_empty_span_is_no_argument()
    {
        Assert.That(() => Image.Load<Rgb24>(ReadOnlySpan<byte>.Empty), Throws.TypeOf<ArgumentNullException>());
        Assert.That(() => Image.Identify(ReadOnlySpan<byte>.Empty), Throws.TypeOf<ArgumentNullException>());
    }

    [Test]
    public void A_format_that_is_not_configured_is_unknown()
    {
        DecoderOptions options = new() { Configuration = new Configuration(new JpegConfigurationModule()) };
        byte[] png = new PngPicture(3, 2, 8, 2).File();

        Assert.That(() => Image.Load<Rgb24>(options, png), Throws.TypeOf<UnknownImageFormatException>());
        Assert.That(Image.Identify(options, ImageFixtures.Jpeg("grey")).Width, Is.EqualTo(37));
    }

    [TestCaseSource(nameof(Names))]
    public void A_truncated_jpeg_ends_well(string name)
    {
        ForEachTruncation(ImageFixtures.Jpeg(name));
    }

    [Test]
    public void A_truncated_png_ends_well([Values(0, 2, 3, 6)] int colourType, [Values] bool interlaced)
    {
        ForEachTruncation(new PngPicture(37, 29, 8, colourType).File(interlaced, filter: null, dataChunks: 3));
    }

    [TestCaseSource(nameof(Names))]
    public void A_jpeg_with_flipped_bytes_ends_well(string name)
    {
        ForEachFlip(ImageFixtures.Jpeg(name), name.Length);
    }

    [Test]
    public void A_png_with_flipped_bytes_ends_well([Values(0, 2, 3, 6)] int colourType, [Values] bool interlaced)
    {
        ForEachFlip(
            new PngPicture(37, 29, 8, colourType).File(interlaced, filter: null, dataChunks: 3), seed: colourType);
    }

    [Test]
    public void A_damaged_critical_chunk_is_refused([Values("IHDR", "PLTE", "IDAT")] string chunk)
    {
        byte[] file = new PngPicture(13, 7, 4, 3).File();
        int content = file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk)) + 4;
        file[content + 3] ^= 1;

        Assert.That(() => Image.Load<Rgb24>(file), Throws.TypeOf<InvalidImageContentException>());
    }

    [Test]
    public void Indices_without_a_palette_are_refused()
    {
        byte[] file = new PngFile().Header(2, 1, 8, 3).Rows([0, 1, 2]).End();

        Assert.That(() => Image.Load<Rgb24>(file), Throws.TypeOf<InvalidImageContentException>());
    }

    [Test]
    public void A_png_without_pixels_is_refused()
    {
        Assert.That(
            () => Image.Load<Rgb24>(new PngFile().Header(2, 1, 8, 2).End()),
            Throws.TypeOf<InvalidImageContentException>());
    }

    [Test]
    public void A_png_kind_that_does_not_exist_is_refused()
    {
        byte[] depth = new PngFile().Header(2, 1, 4, 2).Rows([0, 1, 2, 3]).End();
        byte[] colourType = new PngFile().Header(2, 1, 8, 5).Rows([0, 1, 2, 3]).End();

        Assert.That(() => Image.Load<Rgb24>(depth), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => Image.Load<Rgb24>(colourType), Throws.TypeOf<NotSupportedException>());
    }

    private static void ForEachTruncation(byte[] file)
    {
        for (int twentieth = 0; twentieth < 20; twentieth++)
        {
            bool isRead = EndsWell(file[..(file.Length * twentieth / 20)], $"first {twentieth}/20");
            Assert.That(
                isRead && Packages.ImageSharpIsStandIn, Is.False, $"first {twentieth}/20: the stand-in must refuse it");
        }
    }

    private static void ForEachFlip(byte[] file, int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. file];
            int position = random.Next(file.Length);
            int flip = random.Next(1, 256);
            damaged[position] ^= (byte)flip;
            EndsWell(damaged, $"byte {position} ^ {flip}");
        }
    }

    private static bool EndsWell(byte[] data, string what)
    {
        long start = Stopwatch.GetTimestamp();
        bool isRead = false;
        try
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(Limited(), new MemoryStream(data));
            isRead = true;
        }
        catch (Exception e)
        {
            Assert.That(
                e is ImageFormatException or NotSupportedException || IsKnownEscape(e), Is.True, $"{what}: {e}");
            Assert.That(e.Message, Is.Not.Empty);
        }

        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(LongestTime), what);
        return isRead;
    }

    /// <summary>
    /// A JPEG without a frame; a PNG of width 0; PNG rows that cannot be decompressed: in the real package.
    /// </summary>
    private static bool IsKnownEscape(Exception e)
    {
        return !Packages.ImageSharpIsStandIn
            && e is NullReferenceException or ArgumentOutOfRangeException or InvalidDataException;
    }

    private static DecoderOptions Limited() => new()
    {
        Configuration = new Configuration(new PngConfigurationModule(), new JpegConfigurationModule())
        {
            MemoryAllocator = SixLabors.ImageSharp.Memory.MemoryAllocator.Create(
                new() { AllocationLimitMegabytes = 64 }),
        },
    };
}
