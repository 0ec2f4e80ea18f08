using System.Buffers.Binary;
using NUnit.Framework;
using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Tests.Data.Coco;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class InstanceIdMapTests
{
    [Test]
    public void The_best_mask_has_a_pixel_that_several_claim()
    {
        MaskRuns[] masks = [Draw(".#.", "..."), Draw("##.", ".#."), Draw("###", "...")];

        Assert.That(InstanceIdMap.Of(masks, 3, 2), Is.EqualTo((ushort[])[2, 1, 3, 0, 2, 0]));
    }

    [Test]
    public void Masks_that_have_numbers_are_known_by_them()
    {
        MaskRuns[] masks = [Draw(".#."), Draw("##."), Draw("..#")];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(InstanceIdMap.Of(masks, 3, 1, [7, 65_535, 65_536]), Is.EqualTo((ushort[])[65_535, 7, 1]));
            Assert.That(() => InstanceIdMap.Of(masks, 3, 1, [7, 8]), Throws.ArgumentException.With.Message.StartsWith("numbers are 7, 8; there must be 3, each 1 or more."));
            Assert.That(() => InstanceIdMap.Of(masks, 3, 1, [7, 8, 0]), Throws.ArgumentException.With.Message.StartsWith("numbers are 7, 8, 0; "));
        }
    }

    [TestCase(1, 1)]
    [TestCase(67, 5)]
    [TestCase(3, 40)]
    public void A_png_holds_the_ids(int width, int height)
    {
        // More than a byte can tell apart.
        MaskRuns[] masks = [.. Enumerable.Range(0, 300).Select(seed => TestMasks.Random(width, height, 1, seed).ToRuns())];
        using MemoryStream stream = new();

        InstanceIdMap.WritePng(stream, masks, width, height);

        byte[] samples = [.. PngRows.Of(stream.ToArray()).SelectMany(row => row)];
        ushort[] ids = [.. samples.Chunk(2).Select(sample => BinaryPrimitives.ReadUInt16BigEndian(sample))];
        Assert.That(ids, Is.EqualTo(InstanceIdMap.Of(masks, width, height)));
    }

    [Test]
    public void Nothing_found_is_a_picture_of_zeros() => Assert.That(InstanceIdMap.Of([], 2, 2), Is.EqualTo(new ushort[4]));

    [Test]
    public void A_mask_of_another_size_is_refused() => Assert.That(
        () => InstanceIdMap.Of([new MaskBits(3, 2).ToRuns(), new MaskBits(2, 3).ToRuns()], 3, 2),
        Throws.ArgumentException.With.Message.StartsWith("Mask 1 is 2 x 3 pixels; the picture is 3 x 2."));

    [Test]
    public void More_instances_than_16_bits_tell_apart_are_refused()
    {
        MaskRuns[] masks = new MaskRuns[ushort.MaxValue + 1];
        Array.Fill(masks, new MaskBits(1, 1).ToRuns());

        Assert.That(
            () => InstanceIdMap.Of(masks, 1, 1),
            Throws.ArgumentException.With.Message.StartsWith("There are 65536 masks; 16 bits tell 65535 apart."));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("a.png"));

        Assert.That(
            () => InstanceIdMap.WritePng(folder.PathOf("a.png"), [], 1, 1),
            Throws.TypeOf<OutputException>().With.Message.Contains("a.png: cannot be written"));
    }

    private static MaskRuns Draw(params string[] rows) => TestMasks.Draw(rows).ToRuns();
}
