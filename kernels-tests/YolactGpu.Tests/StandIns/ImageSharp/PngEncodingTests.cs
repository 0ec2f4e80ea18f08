using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class PngEncodingTests
{
    [Test]
    public void Rgb_comes_back_as_it_went([Values("37x29", "1x1", "256x3")] string size)
    {
        int[] sides = [.. size.Split('x').Select(int.Parse)];
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(sides[0], sides[1]);

        byte[] file = Encode(image, new PngEncoder());
        using Image<Rgb24> back = Image.Load<Rgb24>(file);

        Assert.That(Pixels.Of(back), Is.EqualTo(Pixels.Of(image)));
        Assert.That(Image.Identify(file).PixelType.BitsPerPixel, Is.EqualTo(24));
    }

    [Test]
    public void Rgba_comes_back_as_it_went()
    {
        using Image<Rgba32> image = Pixels.Picture<Rgba32>(37, 29);

        byte[] file = Encode(image, new PngEncoder());
        using Image<Rgba32> back = Image.Load<Rgba32>(file);

        Assert.That(Pixels.Of(back), Is.EqualTo(Pixels.Of(image)));
        Assert.That(Image.Identify(file).PixelType.BitsPerPixel, Is.EqualTo(32));
    }

    [Test]
    public void Grey_comes_back_as_it_went()
    {
        using Image<L8> image = Pixels.Picture<L8>(37, 29);

        byte[] file = Encode(image, new PngEncoder());
        using Image<L8> back = Image.Load<L8>(file);

        Assert.That(Pixels.Of(back), Is.EqualTo(Pixels.Of(image)));
        Assert.That(Image.Identify(file).PixelType.BitsPerPixel, Is.EqualTo(8));
    }

    [Test]
    public void Grey_of_16_bits_is_written_high_byte_first()
    {
        using Image<L16> image = new(3, 1);
        image[0, 0] = new L16(0x0102);
        image[2, 0] = new L16(ushort.MaxValue);

        byte[] file = Encode(image, new PngEncoder { FilterMethod = PngFilterMethod.None });
        using Image<Rgba32> back = Image.Load<Rgba32>(file);

        Assert.That(PngRows.Of(file), Is.EqualTo(new byte[][] { [1, 2, 0, 0, 255, 255] }));
        Assert.That(Image.Identify(file).PixelType.BitsPerPixel, Is.EqualTo(16));
        Assert.That(back[2, 0], Is.EqualTo(new Rgba32(255, 255, 255)));
    }

    [Test]
    public void Every_filter_method_and_level_keeps_the_pixels(
        [Values] PngFilterMethod method,
        [Values(PngCompressionLevel.NoCompression, PngCompressionLevel.BestSpeed, PngCompressionLevel.BestCompression)]
        PngCompressionLevel level)
    {
        using Image<Rgba32> image = Pixels.Picture<Rgba32>(19, 11);

        using Image<Rgba32> back = Image.Load<Rgba32>(
            Encode(image, new PngEncoder { FilterMethod = method, CompressionLevel = level }));

        Assert.That(Pixels.Of(back), Is.EqualTo(Pixels.Of(image)));
    }

    [TestCase(PngColorType.Rgb, 24)]
    [TestCase(PngColorType.RgbWithAlpha, 32)]
    [TestCase(PngColorType.Grayscale, 8)]
    [TestCase(PngColorType.GrayscaleWithAlpha, 16)]
    public void A_colour_type_can_be_chosen(PngColorType colorType, int bitsPerPixel)
    {
        using Image<Rgba32> image = new(3, 2, new Rgba32(90, 90, 90, 200));

        byte[] file = Encode(image, new PngEncoder { ColorType = colorType, BitDepth = PngBitDepth.Bit8 });
        using Image<Rgba32> back = Image.Load<Rgba32>(file);

        bool hasAlpha = colorType is PngColorType.RgbWithAlpha or PngColorType.GrayscaleWithAlpha;
        Assert.That(Image.Identify(file).PixelType.BitsPerPixel, Is.EqualTo(bitsPerPixel));
        Assert.That(back[2, 1], Is.EqualTo(new Rgba32(90, 90, 90, hasAlpha ? (byte)200 : (byte)255)));
    }

    [TestCase(PngTransparentColorMode.Preserve, 50)]
    [TestCase(PngTransparentColorMode.Clear, 0)]
    public void The_colour_of_transparent_pixels_is_kept_or_cleared(PngTransparentColorMode mode, int red)
    {
        using Image<Rgba32> image = new(2, 1, new Rgba32(50, 60, 70, 0));
        image[1, 0] = new Rgba32(1, 2, 3, 4);

        using Image<Rgba32> back = Image.Load<Rgba32>(Encode(image, new PngEncoder { TransparentColorMode = mode }));

        Assert.That(back[0, 0].R, Is.EqualTo(red));
        Assert.That(back[1, 0], Is.EqualTo(new Rgba32(1, 2, 3, 4)));
    }

    [Test]
    public void An_exif_orientation_is_kept([Values] bool skipped)
    {
        using Image<Rgb24> image = new(2, 3);
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);

        using Image<Rgb24> back = Image.Load<Rgb24>(Encode(image, new PngEncoder { SkipMetadata = skipped }));

        IExifValue<ushort>? orientation = null;
        bool found = back.Metadata.ExifProfile?.TryGetValue(ExifTag.Orientation, out orientation) ?? false;
        Assert.That(found, Is.EqualTo(!skipped));
        Assert.That(orientation?.Value, Is.EqualTo(skipped ? null : (ushort?)6));
    }

    [Test]
    public async Task All_ways_of_saving_write_the_same_file()
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(9, 5);
        string folder = Directory.CreateTempSubdirectory("yolactgpu-").FullName;
        string path = Path.Combine(folder, "a.png");
        byte[] expected = Encode(image, new PngEncoder());
        List<byte[]> files = [];

        try
        {
            image.SaveAsPng(path);
            files.Add(File.ReadAllBytes(path));
            image.SaveAsPng(path, new PngEncoder());
            files.Add(File.ReadAllBytes(path));
            image.Save(path);
            files.Add(File.ReadAllBytes(path));
            image.Save(path, new PngEncoder());
            files.Add(File.ReadAllBytes(path));
            await image.SaveAsPngAsync(path);
            files.Add(File.ReadAllBytes(path));
            await image.SaveAsPngAsync(path, CancellationToken.None);
            files.Add(File.ReadAllBytes(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        using MemoryStream stream = new();
        image.SaveAsPng(stream);
        files.Add(stream.ToArray());
        stream.SetLength(0);
        await image.SaveAsPngAsync(stream);
        files.Add(stream.ToArray());
        stream.SetLength(0);
        await image.SaveAsync(stream, new PngEncoder());
        files.Add(stream.ToArray());
        stream.SetLength(0);
        image.Save(stream, PngFormat.Instance);
        files.Add(stream.ToArray());

        Assert.That(files, Is.All.EqualTo(expected));
    }

    private static byte[] Encode(Image image, PngEncoder encoder)
    {
        using MemoryStream stream = new();
        image.SaveAsPng(stream, encoder);
        return stream.ToArray();
    }
}
