using System.Buffers.Binary;
using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class BmpTests
{
    private const int Width = 5;
    private const int Height = 3;

    [Test]
    public void Indexed_bitmaps_are_read([Values(1, 4, 8)] int bits, [Values] bool topDown)
    {
        int colours = 1 << bits;
        byte[] palette = new byte[4 * colours];
        for (int i = 0; i < colours; i++)
        {
            byte[] blueGreenRed = [(byte)(i * 3), (byte)(i * 5), (byte)(255 - i)];
            blueGreenRed.CopyTo(palette, 4 * i);
        }

        int Index(int x, int y) => ((x * 7) + (y * 3)) % colours;
        byte[] file = Bitmap(bits, topDown, palette, [], (x, y) => (uint)Index(x, y));

        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(Pixels.Of(image), Is.EqualTo(Colours((x, y) =>
        {
            int i = Index(x, y);
            return new Rgb24((byte)(255 - i), (byte)(i * 5), (byte)(i * 3));
        })));
    }

    [Test]
    public void Bitmaps_of_three_bytes_a_pixel_are_read([Values] bool topDown)
    {
        byte[] file = Bitmap(24, topDown, [], [], (x, y) => (uint)((Red(x) << 16) | (Green(y) << 8) | 77));

        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(Pixels.Of(image), Is.EqualTo(Colours((x, y) => new Rgb24(Red(x), Green(y), 77))));
    }

    [Test]
    public void Bitmaps_of_two_bytes_a_pixel_have_five_bits_a_channel([Values] bool topDown)
    {
        byte[] file = Bitmap(16, topDown, [], [], (x, y) => (uint)((x << 10) | ((y * 9) << 5) | 31));

        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(Pixels.Of(image), Is.EqualTo(Colours((x, y) => new Rgb24(Five(x), Five(y * 9), 255))));
    }

    [Test]
    public void Masks_say_where_the_channels_are([Values] bool topDown)
    {
        byte[] file = Bitmap(
            16, topDown, [], [0xF800, 0x07E0, 0x001F], (x, y) => (uint)((x << 11) | ((y * 20) << 5) | 30));

        using Image<Rgb24> image = Image.Load<Rgb24>(file);

        Assert.That(
            Pixels.Of(image),
            Is.EqualTo(Colours((x, y) => new Rgb24(Five(x), (byte)((y * 80) + (y * 20 / 16)), Five(30)))));
    }

    [Test]
    public void Masks_of_four_byte_pixels_can_be_in_any_order()
    {
        byte[] file = Bitmap(
            32,
            false,
            [],
            [0x000000FF, 0x0000FF00, 0x00FF0000],
            (x, y) => (uint)(Red(x) | (Green(y) << 8) | (9 << 16)));

        using Image<Rgba32> image = Image.Load<Rgba32>(file);

        Assert.That(Pixels.Of(image), Is.EqualTo(Colours((x, y) => new Rgba32(Red(x), Green(y), 9))));
    }

    [TestCase(0u, 255)]
    [TestCase(60u, 60)]
    public void A_fourth_byte_of_zero_everywhere_is_not_alpha(uint alpha, int expected)
    {
        byte[] file = Bitmap(
            32, false, [], [], (x, y) => (alpha << 24) | (uint)(Red(x) << 16) | (uint)(Green(y) << 8) | 5);

        using Image<Rgba32> image = Image.Load<Rgba32>(file);

        Assert.That(Pixels.Of(image), Is.EqualTo(Colours((x, y) => new Rgba32(Red(x), Green(y), 5, (byte)expected))));
    }

    [Test]
    public void A_saved_bitmap_comes_back_as_it_went([Values(1, 2, 3, 4)] int width)
    {
        using Image<Rgb24> image = Pixels.Picture<Rgb24>(width, 7);
        using MemoryStream stream = new();

        image.Save(stream, new BmpEncoder());
        stream.Position = 0;
        using Image<Rgb24> back = Image.Load<Rgb24>(stream);

        Assert.That(Pixels.Of(back), Is.EqualTo(Pixels.Of(image)));
    }

    [Test]
    public void Identify_reads_the_header()
    {
        ImageInfo info = Image.Identify(Bitmap(24, true, [], [], (_, _) => 0));

        Assert.That((info.Width, info.Height, info.PixelType.BitsPerPixel), Is.EqualTo((Width, Height, 24)));
        Assert.That(info.Metadata.DecodedImageFormat, Is.SameAs(BmpFormat.Instance));
    }

    [TestCase(1)]
    [TestCase(5)]
    public void Truncated_rows_are_refused(int rowsMissing)
    {
        byte[] file = Bitmap(24, false, [], [], (_, _) => 0);

        Assert.That(
            () => Image.Load<Rgb24>(file.AsSpan(0, file.Length - (16 * Math.Min(rowsMissing, Height)))),
            Throws.InstanceOf<ImageFormatException>());
    }

    private static byte Red(int x) => (byte)(x * 40);

    private static byte Green(int y) => (byte)(250 - (y * 60));

    private static byte Five(int value) => (byte)((value << 3) | (value >> 2));

    private static IEnumerable<TPixel> Colours<TPixel>(Func<int, int, TPixel> colour)
    {
        return Enumerable.Range(0, Width * Height).Select(i => colour(i % Width, i / Width));
    }

    private static byte[] Bitmap(int bits, bool topDown, byte[] palette, uint[] masks, Func<int, int, uint> value)
    {
        int rowSize = ((Width * bits) + 31) / 32 * 4;
        int start = 54 + (masks.Length * 4) + palette.Length;
        byte[] file = new byte[start + (rowSize * Height)];
        "BM"u8.CopyTo(file);
        void Write(int position, int number) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(position), number);
        Write(2, file.Length);
        Write(10, start);
        Write(14, 40);
        Write(18, Width);
        Write(22, topDown ? -Height : Height);
        Write(26, 1 | (bits << 16));
        Write(30, masks.Length > 0 ? 3 : 0);
        for (int i = 0; i < masks.Length; i++)
        {
            Write(54 + (4 * i), (int)masks[i]);
        }

        palette.CopyTo(file, start - palette.Length);
        for (int y = 0; y < Height; y++)
        {
            int row = start + (rowSize * (topDown ? y : Height - 1 - y));
            for (int x = 0; x < Width; x++)
            {
                WritePixel(file.AsSpan(row, rowSize), x, bits, value(x, y));
            }
        }

        return file;
    }

    private static void WritePixel(Span<byte> row, int x, int bits, uint value)
    {
        if (bits < 8)
        {
            int bit = x * bits;
            row[bit / 8] |= (byte)(value << (8 - bits - (bit % 8)));
            return;
        }

        for (int i = 0; i < (bits / 8); i++)
        {
            row[(x * bits / 8) + i] = (byte)(value >> (8 * i));
        }
    }
}
