using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class PixelAccessTests
{
    [Test]
    public void A_new_image_is_blank_or_of_one_colour()
    {
        using Image<Rgba32> blank = new(3, 2);
        using Image<Rgba32> red = new(3, 2, new Rgba32(255, 0, 0));

        Assert.That(Pixels.Of(blank), Is.All.EqualTo(default(Rgba32)));
        Assert.That(Pixels.Of(red), Is.All.EqualTo(new Rgba32(255, 0, 0, 255)));
        Assert.That(
            (red.Width, red.Height, red.Size, red.Bounds),
            Is.EqualTo((3, 2, new Size(3, 2), new Rectangle(0, 0, 3, 2))));
    }

    [Test]
    public void Loaded_pixel_data_is_row_after_row()
    {
        byte[] bytes = [.. Enumerable.Range(0, 18).Select(i => (byte)i)];

        using Image<Rgb24> fromBytes = Image.LoadPixelData<Rgb24>(bytes, 3, 2);
        using Image<Rgb24> fromPixels = Image.LoadPixelData<Rgb24>(Pixels.Of(fromBytes), 3, 2);

        Assert.That(fromBytes[2, 0], Is.EqualTo(new Rgb24(6, 7, 8)));
        Assert.That(fromBytes[0, 1], Is.EqualTo(new Rgb24(9, 10, 11)));
        Assert.That(Pixels.Of(fromPixels), Is.EqualTo(Pixels.Of(fromBytes)));
    }

    [Test]
    public void Too_little_pixel_data_is_refused()
    {
        Assert.That(() => Image.LoadPixelData<Rgb24>(new byte[17], 3, 2), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new Image<Rgb24>(0, 2), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new Image<Rgb24>(2, -1), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Pixels_are_copied_out_as_pixels_and_as_bytes()
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(5, 3);
        byte[] bytes = new byte[45];

        image.CopyPixelDataTo(bytes);

        Assert.That(bytes, Is.EqualTo(Pixels.Of(image).SelectMany(p => new[] { p.R, p.G, p.B })));
        Assert.That(() => image.CopyPixelDataTo(new Rgb24[14]), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Rows_can_be_read_and_written()
    {
        using Image<L8> image = new(4, 3);

        image.ProcessPixelRows(accessor =>
        {
            for (int y = 0; y < accessor.Height; y++)
            {
                Span<L8> row = accessor.GetRowSpan(y);
                for (int x = 0; x < accessor.Width; x++)
                {
                    row[x] = new L8((byte)((10 * y) + x));
                }
            }
        });

        Assert.That(image[3, 2].PackedValue, Is.EqualTo(23));
        Assert.That(image.Frames.RootFrame[1, 1].PackedValue, Is.EqualTo(11));
        Assert.That(image.Frames, Has.Count.EqualTo(1));
    }

    [Test]
    public void Rows_of_two_images_can_be_read_together()
    {
        using Image<Rgb24> source = Pixels.Picture<Rgb24>(6, 4);
        using Image<Rgba32> target = new(6, 4);

        source.ProcessPixelRows(target, (from, to) =>
        {
            for (int y = 0; y < from.Height; y++)
            {
                Span<Rgba32> row = to.GetRowSpan(y);
                for (int x = 0; x < row.Length; x++)
                {
                    row[x].FromRgb24(from.GetRowSpan(y)[x]);
                }
            }
        });

        Assert.That(Pixels.Of(target).Select(p => p.Rgb), Is.EqualTo(Pixels.Of(source)));
    }

    [Test]
    public void The_memory_of_a_small_image_is_in_one_piece()
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(5, 3);

        bool isSingle = image.DangerousTryGetSinglePixelMemory(out Memory<Rgb24> memory);
        memory.Span[4] = new Rgb24(1, 2, 3);

        Assert.That(isSingle, Is.True);
        Assert.That(memory.Length, Is.EqualTo(15));
        Assert.That(image[4, 0], Is.EqualTo(new Rgb24(1, 2, 3)));
    }

    [Test]
    public void The_memory_of_a_large_image_is_in_one_piece_if_asked_for()
    {
        Configuration configuration = Configuration.Default.Clone();
        configuration.PreferContiguousImageBuffers = true;

        using Image<Rgb24> image = new(configuration, 2000, 1500);

        Assert.That(image.DangerousTryGetSinglePixelMemory(out Memory<Rgb24> memory), Is.True);
        Assert.That(memory.Length, Is.EqualTo(3_000_000));
    }

    [Test]
    public void Coordinates_outside_are_refused([Values(-1, 3)] int x, [Values(0, 2, -1)] int y)
    {
        using Image<Rgb24> image = new(3, 2);

        Assert.That(() => image[x, y], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => image[0, 2] = default, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_clone_is_independent()
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(5, 3);
        Rgb24[] before = Pixels.Of(image);
        using Image<Rgb24> clone = image.Clone();

        clone[1, 1] = new Rgb24(9, 9, 9);

        Assert.That(Pixels.Of(image), Is.EqualTo(before));
        Assert.That(clone[1, 1], Is.EqualTo(new Rgb24(9, 9, 9)));
    }

    [Test]
    public void A_clone_can_be_of_another_pixel_type()
    {
        using Image<Rgba32> image = Pixels.Picture<Rgba32>(5, 3);

        using Image<Rgb24> rgb = image.CloneAs<Rgb24>();
        using Image<L8> grey = image.CloneAs<L8>();

        Assert.That(Pixels.Of(rgb), Is.EqualTo(Pixels.Of(image).Select(p => p.Rgb)));
        Assert.That(grey[2, 1].PackedValue, Is.EqualTo(Grey(image[2, 1])));
    }

    [Test]
    public void A_disposed_image_gives_no_pixels()
    {
        Image<Rgb24> image = new(3, 2);

        image.Dispose();
        image.Dispose();

        Assert.That(() => image[0, 0], Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => image.Clone(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => image.SaveAsPng(Stream.Null), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(image.Width, Is.EqualTo(3));
    }

    [Test]
    public void Grey_levels_survive_the_way_through_rgb()
    {
        for (int level = 0; level < 256; level++)
        {
            L8 grey = default;
            grey.FromRgb24(new Rgb24((byte)level, (byte)level, (byte)level));
            Assert.That(grey.PackedValue, Is.EqualTo(level));
        }
    }

    private static byte Grey(Rgba32 p)
    {
        return (byte)((0.2126f * p.R) + (0.7152f * p.G) + (0.0722f * p.B) + 0.5f);
    }
}
