using System.Buffers.Binary;
using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class PngDecodingTests
{
    private static readonly int[][] Kinds =
    [
        [0, 1], [0, 2], [0, 4], [0, 8], [0, 16],
        [2, 8], [2, 16],
        [3, 1], [3, 2], [3, 4], [3, 8],
        [4, 8], [4, 16],
        [6, 8], [6, 16],
    ];

    [Test]
    public void Every_kind_of_png_is_read(
        [ValueSource(nameof(Kinds))] int[] kind,
        [Values] bool interlaced,
        [Values("13x7", "1x1", "5x1", "1x6", "33x9")] string size)
    {
        PngPicture picture = Picture(kind, size);
        IgnoreOnTheRealPackage(
            interlaced && (picture.Width < 2) && (picture.Height > 1), "It misplaces the passes of one column.");

        using Image<Rgba32> image = Image.Load<Rgba32>(picture.File(interlaced, filter: null));

        Assert.That((image.Width, image.Height), Is.EqualTo((picture.Width, picture.Height)));
        Assert.That(Pixels.Of(image), Is.EqualTo(picture.Colours()));
    }

    [Test]
    public void Every_filter_is_undone([ValueSource(nameof(Kinds))] int[] kind, [Range(0, 4)] int filter)
    {
        PngPicture picture = Picture(kind, "17x5");

        using Image<Rgba32> image = Image.Load<Rgba32>(picture.File(filter: filter));

        Assert.That(Pixels.Of(image), Is.EqualTo(picture.Colours()));
    }

    [Test]
    public void Loading_as_rgb_drops_alpha([ValueSource(nameof(Kinds))] int[] kind)
    {
        PngPicture picture = Picture(kind, "13x7");

        using Image<Rgb24> image = Image.Load<Rgb24>(picture.File());

        Assert.That(Pixels.Of(image), Is.EqualTo(picture.Colours().Select(c => c.Rgb)));
    }

    [Test]
    public void Loading_as_grey_takes_the_luminance([ValueSource(nameof(Kinds))] int[] kind)
    {
        PngPicture picture = Picture(kind, "13x7");

        using Image<L8> image = Image.Load<L8>(picture.File());

        Assert.That(Pixels.Of(image).Select(p => p.PackedValue), Is.EqualTo(picture.Colours().Select(Luminance)));
    }

    [Test]
    public void Pixels_may_be_spread_over_many_chunks([Values(2, 7)] int chunks)
    {
        PngPicture picture = new(33, 21, 8, 2);

        using Image<Rgba32> image = Image.Load<Rgba32>(picture.File(dataChunks: chunks));

        Assert.That(Pixels.Of(image), Is.EqualTo(picture.Colours()));
    }

    [Test]
    public void A_transparent_grey_is_transparent([Values(1, 2, 4, 8, 16)] int depth, [Values] bool interlaced)
    {
        IgnoreOnTheRealPackage(depth == 16, "It compares samples of 16 bits in the wrong byte order.");
        PngPicture picture = new(13, 7, depth, 0);
        int transparent = picture.Sample(4, 3, 0);

        using Image<Rgba32> image = Image.Load<Rgba32>(picture.File(interlaced, transparency: BigEndian(transparent)));

        Assert.That(image[4, 3].A, Is.Zero);
        Assert.That(
            Pixels.Of(image),
            Is.EqualTo(WithAlpha(picture, (x, y) => picture.Sample(x, y, 0) == transparent ? (byte)0 : (byte)255)));
    }

    [Test]
    public void A_transparent_colour_is_transparent([Values(8, 16)] int depth, [Values] bool interlaced)
    {
        IgnoreOnTheRealPackage(depth == 16, "It compares samples of 16 bits in the wrong byte order.");
        PngPicture picture = new(13, 7, depth, 2);
        int[] transparent = [.. Enumerable.Range(0, 3).Select(c => picture.Sample(4, 3, c))];
        byte[] chunk = [.. transparent.SelectMany(BigEndian)];

        using Image<Rgba32> image = Image.Load<Rgba32>(picture.File(interlaced, transparency: chunk));

        Assert.That(image[4, 3].A, Is.Zero);
        Assert.That(Pixels.Of(image).Count(p => p.A == 255), Is.EqualTo((13 * 7) - 1));
        Assert.That(Pixels.Of(image).Select(p => p.Rgb), Is.EqualTo(picture.Colours().Select(c => c.Rgb)));
    }

    [Test]
    public void A_palette_has_alpha_for_its_first_colours()
    {
        PngPicture picture = new(13, 7, 4, 3);
        byte[] alphas = [0, 17, 128, 254];

        using Image<Rgba32> image = Image.Load<Rgba32>(picture.File(transparency: alphas));

        byte Alpha(int x, int y)
        {
            int index = picture.Sample(x, y, 0);
            return index < alphas.Length ? alphas[index] : (byte)255;
        }

        Assert.That(Pixels.Of(image), Is.EqualTo(WithAlpha(picture, Alpha)));
    }

    [Test]
    public void A_damaged_ancillary_chunk_does_not_lose_the_image()
    {
        byte[] rows = [0, 10, 20, 30];
        byte[] file = new PngFile().Header(1, 1, 8, 2)
            .Raw([0, 0, 0, 2]).Raw("tIME"u8).Raw([1, 2, 9, 9, 9, 9])
            .Rows(rows).End();

        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(image[0, 0], Is.EqualTo(new Rgb24(10, 20, 30)));
    }

    [Test]
    public void What_comes_after_the_end_is_not_read()
    {
        byte[] file = [.. new PngPicture(5, 4, 8, 2).File(), 1, 2, 3, 4, 5, 6, 7];

        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(image.Width, Is.EqualTo(5));
    }

    private static void IgnoreOnTheRealPackage(bool condition, string why)
    {
        if (condition && !Packages.ImageSharpIsStandIn)
        {
            Assert.Ignore(why);
        }
    }

    private static PngPicture Picture(int[] kind, string size)
    {
        int[] sides = [.. size.Split('x').Select(int.Parse)];
        return new PngPicture(sides[0], sides[1], kind[1], kind[0]);
    }

    private static byte[] BigEndian(int value)
    {
        byte[] data = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)value);
        return data;
    }

    private static IEnumerable<Rgba32> WithAlpha(PngPicture picture, Func<int, int, byte> alpha)
    {
        return picture.Colours()
            .Select((c, i) => new Rgba32(c.R, c.G, c.B, alpha(i % picture.Width, i / picture.Width)));
    }

    private static byte Luminance(Rgba32 colour)
    {
        return (byte)((0.2126f * colour.R) + (0.7152f * colour.G) + (0.0722f * colour.B) + 0.5f);
    }
}
