using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Tests.Data.Coco;
using YolactGpu.Tests.Library;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class CutOutTests
{
    [Test]
    public void The_pixels_of_the_mask_are_the_photos_and_the_rest_is_nothing()
    {
        RgbImage photo = TinyNetwork.Image(70, 9);
        MaskBits mask = new(70, 9);
        mask[31, 3] = mask[32, 3] = mask[40, 5] = true;

        byte[][] rows = Cut(photo, mask);

        Assert.That(rows, Has.Length.EqualTo(3));
        for (int y = 0; y < rows.Length; y++)
        {
            byte[] expected = new byte[10 * 4];
            for (int x = 0; x < 10; x++)
            {
                if (mask[31 + x, 3 + y])
                {
                    photo.Row(3 + y).Slice((31 + x) * 3, 3).CopyTo(expected.AsSpan(x * 4));
                    expected[(x * 4) + 3] = 255;
                }
            }

            Assert.That(rows[y], Is.EqualTo(expected));
        }
    }

    [Test]
    public void One_pixel_can_be_cut_out() =>
        Assert.That(Cut(new RgbImage(1, 1, [9, 8, 7]), TestMasks.Draw("#")).Single(), Is.EqualTo((byte[])[9, 8, 7, 255]));

    [Test]
    public void An_empty_mask_is_refused() => Assert.That(
        () => Cut(new RgbImage(2, 2), new MaskBits(2, 2)),
        Throws.ArgumentException.With.Message.StartsWith("The mask is empty"));

    [Test]
    public void A_mask_of_another_size_is_refused() => Assert.That(
        () => Cut(new RgbImage(2, 2), new MaskBits(2, 3)),
        Throws.ArgumentException.With.Message.StartsWith("The mask is 2 x 3 pixels; the photo is 2 x 2."));

    private static byte[][] Cut(RgbImage photo, MaskBits mask)
    {
        using MemoryStream stream = new();
        CutOut.WritePng(stream, photo, mask.ToRuns());
        return PngRows.Of(stream.ToArray());
    }
}
