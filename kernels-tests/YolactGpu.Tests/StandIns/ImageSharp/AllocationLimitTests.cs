using NUnit.Framework;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace YolactGpu.Tests.StandIns.ImageSharp;

[TestFixture]
public sealed class AllocationLimitTests
{
    [Test]
    public void A_header_that_asks_for_too_much_is_refused_before_the_memory_is_taken([Values(1, 100)] int megabytes)
    {
        byte[] file = new PngFile().Header(60_000, 60_000, 8, 2).Rows(new byte[1000]).End();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(
            () => Image.Load<Rgb24>(Limited(megabytes), file),
            Throws.TypeOf<InvalidImageContentException>()
                .With.InnerException.TypeOf<InvalidMemoryOperationException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Without_a_limit_of_its_own_an_image_may_take_four_gigabytes()
    {
        byte[] file = new PngFile().Header(60_000, 60_000, 8, 2).Rows(new byte[1000]).End();

        Assert.That(() => Image.Load<Rgb24>(file), Throws.TypeOf<InvalidImageContentException>());
    }

    [Test]
    public void A_jpeg_that_asks_for_too_much_is_refused([Values("baseline_420", "progressive_420")] string name)
    {
        byte[] file = ImageFixtures.Jpeg(name);
        byte marker = name.StartsWith("base", StringComparison.Ordinal) ? (byte)0xC0 : (byte)0xC2;
        byte[] head = [0xFF, marker, 0, 17];
        int frame = file.AsSpan().IndexOf(head);
        file[frame + 5] = 0xF0;
        file[frame + 7] = 0xF0;

        Assert.That(
            () => Image.Load<Rgb24>(Limited(100), file),
            Throws.TypeOf<InvalidImageContentException>()
                .With.InnerException.TypeOf<InvalidMemoryOperationException>());
    }

    [Test]
    public void An_image_within_the_limit_is_read()
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Limited(1), ImageFixtures.Jpeg("baseline_420"));

        Assert.That(image.Width, Is.EqualTo(37));
    }

    [Test]
    public void A_new_image_beyond_the_limit_is_refused()
    {
        Configuration configuration = Limited(1).Configuration;

        Assert.That(() => new Image<Rgb24>(configuration, 700, 700), Throws.TypeOf<InvalidMemoryOperationException>());
        Assert.That(() => new Image<L8>(configuration, 700, 700).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Identify_allocates_nothing_for_the_pixels()
    {
        ImageInfo info = Image.Identify(
            Limited(1), new PngFile().Header(60_000, 50_000, 8, 2).Rows(new byte[1000]).End());

        Assert.That((info.Width, info.Height), Is.EqualTo((60_000, 50_000)));
        Assert.That(info.Size, Is.EqualTo(new Size(60_000, 50_000)));
    }

    [Test]
    public void A_limit_must_be_positive()
    {
        Assert.That(
            () => new MemoryAllocatorOptions { AllocationLimitMegabytes = 0 }, Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = -1 }, Throws.InstanceOf<ArgumentException>());
    }

    private static DecoderOptions Limited(int megabytes) => new()
    {
        Configuration = new Configuration(
            new JpegConfigurationModule(), new PngConfigurationModule(), new BmpConfigurationModule())
        {
            MemoryAllocator = MemoryAllocator.Create(
                new MemoryAllocatorOptions { AllocationLimitMegabytes = megabytes }),
            MaxDegreeOfParallelism = 1,
        },
    };
}
