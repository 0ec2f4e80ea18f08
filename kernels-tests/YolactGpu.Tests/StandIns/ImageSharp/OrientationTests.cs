using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class OrientationTests
{
    [Test]
    public void The_orientation_is_read_in_either_byte_order([Range(1, 8)] int orientation)
    {
        byte[] file = ImageFixtures.Jpeg($"orientation_{orientation}");
        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(Orientation(image.Metadata.ExifProfile), Is.EqualTo(orientation));
        Assert.That(Orientation(Image.Identify(file).Metadata.ExifProfile), Is.EqualTo(orientation));
    }

    [Test]
    public void Loading_alone_turns_nothing([Range(1, 8)] int orientation)
    {
        using Image<Rgb24> stored = Image.Load<Rgb24>(ImageFixtures.Jpeg("baseline_444"));

        using Image<Rgb24> image = Image.Load<Rgb24>(ImageFixtures.Jpeg($"orientation_{orientation}"));

        Assert.That(Pixels.Of(image), Is.EqualTo(Pixels.Of(stored)));
    }

    [Test]
    public void Auto_orient_turns_photos_upright([Range(1, 8)] int orientation)
    {
        using Image<Rgb24> stored = Image.Load<Rgb24>(ImageFixtures.Jpeg("baseline_444"));
        using Image<Rgb24> image = Image.Load<Rgb24>(ImageFixtures.Jpeg($"orientation_{orientation}"));

        image.Mutate(context => context.AutoOrient());

        AssertUpright(image, stored, orientation);
        Assert.That(Orientation(image.Metadata.ExifProfile), Is.EqualTo(ExifOrientationMode.TopLeft));
    }

    [Test]
    public void Auto_orient_turns_images_of_one_row_or_column(
        [Range(1, 8)] int orientation, [Values("4x1", "1x4", "1x1")] string size)
    {
        int[] sides = [.. size.Split('x').Select(int.Parse)];
        using Image<Rgba32> stored = Pixels.Picture<Rgba32>(sides[0], sides[1]);
        using Image<Rgba32> image = stored.Clone();
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)orientation);

        using Image<Rgba32> upright = image.Clone(context => context.AutoOrient());

        AssertUpright(upright, stored, orientation);
        Assert.That(Pixels.Of(image), Is.EqualTo(Pixels.Of(stored)), "Clone leaves its source as it was");
    }

    [TestCase((ushort)0)]
    [TestCase((ushort)9)]
    public void An_orientation_that_does_not_exist_turns_nothing(ushort orientation)
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(3, 2);
        Rgb24[] before = Pixels.Of(image);
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, orientation);

        image.Mutate(context => context.AutoOrient());

        Assert.That(Pixels.Of(image), Is.EqualTo(before));
    }

    [Test]
    public void Auto_orient_without_exif_turns_nothing()
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(3, 2);
        Rgb24[] before = Pixels.Of(image);

        image.Mutate(context => context.AutoOrient());

        Assert.That(Pixels.Of(image), Is.EqualTo(before));
    }

    [Test]
    public void Skipped_metadata_has_no_orientation()
    {
        DecoderOptions options = new() { SkipMetadata = true };

        using Image<Rgb24> image = Image.Load<Rgb24>(options, ImageFixtures.Jpeg("orientation_6"));

        Assert.That(image.Metadata.ExifProfile, Is.Null);
    }

    [Test]
    public void Damaged_exif_does_not_lose_the_image([Range(0, 8)] int cut)
    {
        byte[] plain = ImageFixtures.Jpeg("baseline_444");
        byte[] tiff = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 200];
        byte[] exif = [0xFF, 0xE1, 0, (byte)(8 + cut), .. "Exif\0\0"u8, .. tiff[..cut]];

        using Image<Rgb24> image = Image.Load<Rgb24>([.. plain[..2], .. exif, .. plain[2..]]);
        image.Mutate(context => context.AutoOrient());

        Assert.That(image.Size, Is.EqualTo(new Size(37, 29)));
    }

    /// <summary>EXIF's definition: where the stored image's first row and first column are seen.</summary>
    private static void AssertUpright<TPixel>(Image<TPixel> upright, Image<TPixel> stored, int orientation)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        bool transposed = orientation >= 5;
        int width = transposed ? stored.Height : stored.Width;
        int height = transposed ? stored.Width : stored.Height;
        TPixel[] expected = new TPixel[width * height];
        for (int row = 0; row < stored.Height; row++)
        {
            for (int column = 0; column < stored.Width; column++)
            {
                (int x, int y) = orientation switch
                {
                    2 => (width - 1 - column, row),
                    3 => (width - 1 - column, height - 1 - row),
                    4 => (column, height - 1 - row),
                    5 => (row, column),
                    6 => (width - 1 - row, column),
                    7 => (width - 1 - row, height - 1 - column),
                    8 => (row, height - 1 - column),
                    _ => (column, row),
                };
                expected[(y * width) + x] = stored[column, row];
            }
        }

        Assert.That(upright.Size, Is.EqualTo(new Size(width, height)));
        Assert.That(Pixels.Of(upright), Is.EqualTo(expected));
    }

    private static int? Orientation(ExifProfile? profile)
    {
        IExifValue<ushort>? value = null;
        profile?.TryGetValue(ExifTag.Orientation, out value);
        return value?.Value;
    }
}
