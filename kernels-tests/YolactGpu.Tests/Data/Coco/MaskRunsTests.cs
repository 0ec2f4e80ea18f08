using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

/// <summary>Tests of <see cref="MaskRuns"/> and <see cref="MaskRunStore"/> against the bits that they came from.</summary>
public sealed class MaskRunsTests
{
    [Test]
    public void Bits_come_back_as_they_were(
        [Values(1, 31, 32, 33, 64, 97)] int width, [Values(1, 2, 13)] int height, [Values(0, 3, 50, 97, 100)] int percent)
    {
        MaskBits bits = TestMasks.Random(width, height, percent, seed: width + (height * 100) + percent);
        MaskRuns runs = bits.ToRuns();
        Assert.Multiple(() =>
        {
            Assert.That(runs.ToBits(), Is.EqualTo(bits));
            Assert.That((runs.Width, runs.Height, runs.Area), Is.EqualTo((width, height, bits.Area)));
            Assert.That(runs.ToRle(), Is.EqualTo(bits.ToRle()));
            Assert.That(runs.BoundingBox, Is.EqualTo(bits.ToRle().BoundingBox));
        });
    }

    [Test]
    public void Runs_come_row_by_row_and_end_with_their_row()
    {
        MaskRuns mask = TestMasks.Draw("##.#", "####", "....", "..##", "#...").ToRuns();
        List<PixelRun> runs = [];
        foreach (PixelRun run in mask)
        {
            runs.Add(run);
        }

        Assert.That(runs, Is.EqualTo((PixelRun[])
        [
            new(0, 0, 2), new(0, 3, 4), new(1, 0, 4), new(3, 2, 4), new(4, 0, 1),
        ]));
    }

    [Test]
    public void Masks_of_a_store_do_not_mix_before_or_after_it_is_trimmed()
    {
        MaskBits[] bits = [.. Enumerable.Range(0, 40).Select(seed => TestMasks.Random(70, 41, seed * 5 % 101, seed))];
        MaskRunStore store = new(70, 41);
        MaskRuns[] masks = [.. bits.Select(mask => store.Add(mask.Words))];
        Assert.That(masks.Select(mask => mask.ToBits()), Is.EqualTo(bits));
        store.TrimExcess();
        store.TrimExcess();
        Assert.That(store.Groups, Has.Length.EqualTo(store.SizeInBytes));
        Assert.That(masks.Select(mask => mask.ToBits()), Is.EqualTo(bits));
        MaskRuns further = store.Add(bits[7].Words);
        Assert.That(further, Is.EqualTo(masks[7]));
        Assert.That(masks.Select(mask => mask.ToBits()), Is.EqualTo(bits));
    }

    [Test]
    public void Padding_bits_are_not_looked_at()
    {
        MaskRunStore store = new(33, 2);
        MaskRuns mask = store.Add([uint.MaxValue, uint.MaxValue, 0, uint.MaxValue]);
        Assert.That(mask.ToBits(), Is.EqualTo(TestMasks.Draw(new string('#', 33), new string('.', 32) + "#")));
    }

    [Test]
    public void A_row_of_a_smooth_shape_takes_a_byte()
    {
        MaskBits disc = new(640, 480);
        for (int y = 90; y < 390; y++)
        {
            for (int x = 170; x < 470; x++)
            {
                disc[x, y] = ((x - 320) * (x - 320)) + ((y - 240) * (y - 240)) < 150 * 150;
            }
        }

        MaskRunStore store = new(640, 480);
        Assert.That(store.Add(disc.Words).ToBits(), Is.EqualTo(disc));
        Assert.That(store.SizeInBytes, Is.InRange(300, 400));
    }

    [Test]
    public void An_empty_mask_takes_nothing()
    {
        MaskRunStore store = new(640, 480);
        MaskRuns mask = store.Add(new MaskBits(640, 480).Words);
        Assert.That((store.SizeInBytes, mask.Area, mask.BoundingBox), Is.EqualTo((0, 0, default(PixelBox))));
    }

    [Test]
    public void Masks_are_equal_if_their_pixels_are()
    {
        MaskRunStore store = new(41, 7);
        MaskRuns odd = store.Add(TestMasks.Random(41, 7, 10, seed: 5).Words);
        MaskRuns mask = store.Add(TestMasks.Random(41, 7, 50, seed: 1).Words);
        MaskRuns same = TestMasks.Random(41, 7, 50, seed: 1).ToRuns();
        Assert.Multiple(() =>
        {
            Assert.That(mask, Is.EqualTo(same));
            Assert.That(mask.GetHashCode(), Is.EqualTo(same.GetHashCode()));
            Assert.That(mask, Is.Not.EqualTo(odd));
            Assert.That(new MaskBits(4, 3).ToRuns(), Is.Not.EqualTo(new MaskBits(3, 4).ToRuns()));
        });
    }

    [Test]
    public void The_default_mask_has_no_pixels_and_no_size()
    {
        MaskRuns mask = default;
        Assert.That((mask.Width, mask.Height, mask.Area, mask.BoundingBox), Is.EqualTo((0, 0, 0, default(PixelBox))));
        Assert.That(mask, Is.EqualTo(default(MaskRuns)).And.Not.EqualTo(new MaskBits(1, 1).ToRuns()));
    }

    [Test]
    public void Words_of_another_size_are_an_error() => Assert.That(
        () => new MaskRunStore(33, 2).Add(new uint[3]),
        Throws.ArgumentException.With.Message.Contains("words holds 3 words; a 33 x 2 mask needs 4."));
}
