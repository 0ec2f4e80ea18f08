using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class LoadingTests
{
    [Test]
    public void Formats_are_told_by_content()
    {
        using MemoryStream bmp = new();
        using (Image<Rgb24> image = new(2, 2))
        {
            image.SaveAsBmp(bmp);
        }

        bmp.Position = 0;

        Assert.That(Image.DetectFormat(ImageFixtures.Jpeg("grey")), Is.SameAs(JpegFormat.Instance));
        Assert.That(Image.DetectFormat(new PngPicture(3, 2, 8, 2).File()), Is.SameAs(PngFormat.Instance));
        Assert.That(Image.DetectFormat(bmp), Is.SameAs(BmpFormat.Instance));
        Assert.That(bmp.Position, Is.Zero);
    }

    [Test]
    public void Formats_have_names()
    {
        IImageFormat[] formats = [JpegFormat.Instance, PngFormat.Instance, BmpFormat.Instance];

        Assert.That(string.Join(" ", formats.Select(f => f.Name)), Is.EqualTo("JPEG PNG BMP"));
        Assert.That(
            string.Join(" ", formats.Select(f => f.DefaultMimeType)), Is.EqualTo("image/jpeg image/png image/bmp"));
        Assert.That(string.Join(" ", JpegFormat.Instance.FileExtensions.Order()), Is.EqualTo("jfif jpeg jpg"));
        Assert.That(PngFormat.Instance.FileExtensions, Does.Contain("png"));
        Assert.That(BmpFormat.Instance.FileExtensions, Does.Contain("bmp"));
    }

    [Test]
    public async Task All_ways_of_loading_give_the_same_pixels()
    {
        byte[] file = ImageFixtures.Jpeg("progressive_422");
        string path = Path.GetTempFileName();
        List<Image<Rgb24>> images = [];
        DecoderOptions options = new() { MaxFrames = 1 };

        try
        {
            File.WriteAllBytes(path, file);
            images.Add(Image.Load<Rgb24>(file));
            images.Add(Image.Load<Rgb24>(options, file));
            images.Add(Image.Load<Rgb24>(path));
            images.Add(Image.Load<Rgb24>(options, path));
            images.Add(Image.Load<Rgb24>(new MemoryStream(file)));
            images.Add(Image.Load<Rgb24>(options, new MemoryStream(file)));
            images.Add(Image.Load<Rgb24>(options, new Trickle(file)));
            images.Add(await Image.LoadAsync<Rgb24>(path));
            images.Add(await Image.LoadAsync<Rgb24>(options, path));
            images.Add(await Image.LoadAsync<Rgb24>(options, new MemoryStream(file)));
            images.Add(await Image.LoadAsync<Rgb24>(new Trickle(file)));
            images.Add((Image<Rgb24>)Image.Load(file));
            images.Add((Image<Rgb24>)await Image.LoadAsync(options, new MemoryStream(file)));
        }
        finally
        {
            File.Delete(path);
        }

        Rgb24[] expected = Pixels.Of(images[0]);
        Assert.That(images.Select(Pixels.Of), Is.All.EqualTo(expected));
        Assert.That(images.Select(i => i.Metadata.DecodedImageFormat), Is.All.SameAs(JpegFormat.Instance));
        images.ForEach(i => i.Dispose());
    }

    [Test]
    public async Task All_ways_of_identifying_agree()
    {
        byte[] file = new PngPicture(31, 17, 16, 6).File();
        string path = Path.GetTempFileName();
        List<ImageInfo> infos = [];

        try
        {
            File.WriteAllBytes(path, file);
            infos.Add(Image.Identify(file));
            infos.Add(Image.Identify(path));
            infos.Add(Image.Identify(new MemoryStream(file)));
            infos.Add(Image.Identify(new DecoderOptions(), new Trickle(file)));
            infos.Add(await Image.IdentifyAsync(path));
            infos.Add(await Image.IdentifyAsync(new MemoryStream(file)));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.That(infos.Select(i => (i.Width, i.Height, i.PixelType.BitsPerPixel)), Is.All.EqualTo((31, 17, 64)));
        Assert.That(infos.Select(i => i.Metadata.DecodedImageFormat), Is.All.SameAs(PngFormat.Instance));
    }

    [Test]
    public void A_stream_is_read_from_where_it_is()
    {
        using MemoryStream stream = new([1, 2, 3, .. ImageFixtures.Jpeg("grey")]);
        stream.Position = 3;

        using Image<L8> image = Image.Load<L8>(stream);

        Assert.That(image.Width, Is.EqualTo(37));
    }

    [Test]
    public void Identify_reads_little_more_than_a_jpegs_header()
    {
        using Counting stream = new([.. ImageFixtures.Jpeg("baseline_420"), .. new byte[1 << 20]]);

        ImageInfo info = Image.Identify(stream);

        Assert.That(info.Width, Is.EqualTo(37));
        Assert.That(stream.BytesRead, Is.LessThan(1 << 16));
    }

    [Test]
    public void The_pixel_type_can_be_left_to_the_file()
    {
        using Image rgb = Image.Load(new PngPicture(3, 2, 8, 2).File());
        using Image rgba = Image.Load(new PngPicture(3, 2, 8, 6).File());
        using Image grey = Image.Load(new PngPicture(3, 2, 8, 0).File());

        Assert.That(rgb, Is.InstanceOf<Image<Rgb24>>());
        Assert.That(rgba, Is.InstanceOf<Image<Rgba32>>());
        Assert.That(grey, Is.InstanceOf<Image<L8>>());
    }

    [Test]
    public void Loading_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.That(
            async () => await Image.LoadAsync<Rgb24>(
                new MemoryStream(ImageFixtures.Jpeg("baseline_420")), source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_missing_file_is_a_missing_file()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.That(() => Image.Load<Rgb24>(path), Throws.TypeOf<FileNotFoundException>());
        Assert.That(() => Image.Identify(path), Throws.TypeOf<FileNotFoundException>());
    }

    [TestCase(20, 10, 13, 10)]
    [TestCase(10, 20, 10, 8)]
    [TestCase(37, 5, 37, 29)]
    [TestCase(74, 60, 74, 58)]
    public void A_target_size_bounds_the_image(int width, int height, int expectedWidth, int expectedHeight)
    {
        byte[] file = ImageFixtures.Jpeg("baseline_444");
        DecoderOptions options = new() { TargetSize = new Size(width, height) };

        using Image<Rgb24> image = Image.Load<Rgb24>(options, file);
        using Image<Rgb24> full = Image.Load<Rgb24>(file);

        Assert.That(image.Size, Is.EqualTo(new Size(expectedWidth, expectedHeight)));
        Assert.That(Mean(image), Is.EqualTo(Mean(full)).Within(2.0));
    }

    private static double Mean(Image<Rgb24> image) => Pixels.Of(image).Average(p => (p.R + p.G + p.B) / 3.0);

    private sealed class Counting(byte[] data) : MemoryStream(data)
    {
        public int BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Count(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(base.Read(buffer));

        private int Count(int count)
        {
            BytesRead += count;
            return count;
        }
    }

    /// <summary>A stream as a network gives one: no length, no seeking, a few bytes at a time.</summary>
    private sealed class Trickle(byte[] data) : MemoryStream(data)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
