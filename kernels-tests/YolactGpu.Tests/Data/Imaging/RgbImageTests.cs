using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class RgbImageTests
{
    [Test]
    public void A_new_picture_is_black()
    {
        RgbImage image = new(3, 2);

        Assert.That((image.Width, image.Height, image.Stride), Is.EqualTo((3, 2, 9)));
        Assert.That(image.Pixels.ToArray(), Is.EqualTo(new byte[18]));
    }

    [Test]
    public void Given_bytes_are_not_copied()
    {
        byte[] pixels = new byte[12];
        RgbImage image = new(2, 2, pixels);

        image.Row(1)[3] = 7;

        Assert.That(pixels[9], Is.EqualTo(7));
        Assert.That(image.Clone().Pixels.ToArray(), Is.EqualTo(pixels));
        image.Clone().Row(0)[0] = 1;
        Assert.That(pixels[0], Is.Zero);
    }

    [Test]
    public void Rows_with_a_stride_are_copied_without_their_padding()
    {
        byte[] rows = [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12];

        RgbImage image = RgbImage.FromRgb(rows, 2, 2, stride: 8);

        Assert.That(image.Pixels.ToArray(), Is.EqualTo(Enumerable.Range(1, 12)));
    }

    [Test]
    public void Refuses_bytes_that_do_not_fit()
    {
        Assert.That(
            () => new RgbImage(2, 2, new byte[11]),
            Throws.ArgumentException.With.Message.Contains("pixels holds 11 bytes; a 2 x 2 picture needs 12."));
        Assert.That(
            () => RgbImage.FromRgb(new byte[13], 2, 2, stride: 8),
            Throws.ArgumentException.With.Message.Contains("rows holds 13 bytes; 2 rows of stride 8 need 14."));
        Assert.That(
            () => RgbImage.FromRgb(new byte[12], 2, 2, stride: 5),
            Throws.ArgumentException.With.Message.Contains("stride is 5 bytes; a row of 2 pixels needs at least 6."));
        Assert.That(() => new RgbImage(0, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RgbImage(2, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RgbImage(60_000, 60_000), Throws.ArgumentException.With.Message.Contains("too large"));
        Assert.That(() => new RgbImage(2, 2).Row(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
