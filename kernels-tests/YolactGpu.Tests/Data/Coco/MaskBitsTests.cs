using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class MaskBitsTests
{
    [Test]
    public void Pixel_x_is_bit_x_modulo_32_of_word_x_over_32()
    {
        MaskBits mask = new(70, 3);

        mask[0, 0] = true;
        mask[33, 1] = true;
        mask[69, 2] = true;

        Assert.That(mask.WordsPerRow, Is.EqualTo(3));
        Assert.That(mask.Words.ToArray(), Is.EqualTo((uint[])[1, 0, 0, 0, 2, 0, 0, 0, 32]));
        Assert.That(mask.Row(1).ToArray(), Is.EqualTo((uint[])[0, 2, 0]));
        Assert.That(mask.Area, Is.EqualTo(3));
    }

    [Test]
    public void A_pixel_can_be_cleared_again()
    {
        MaskBits mask = new(5, 2);
        mask[4, 1] = true;
        mask[4, 1] = false;

        Assert.That(mask[4, 1], Is.False);
        Assert.That(mask.Area, Is.Zero);
    }

    [Test]
    public void Padding_bits_of_given_words_are_cleared()
    {
        MaskBits mask = new(33, 2, [uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue]);

        Assert.That(mask.Area, Is.EqualTo(66));
        Assert.That(mask.Words.ToArray(), Is.EqualTo((uint[])[uint.MaxValue, 1, uint.MaxValue, 1]));
    }

    [TestCase(-1, 0)]
    [TestCase(5, 0)]
    [TestCase(0, -1)]
    [TestCase(0, 2)]
    public void Refuses_a_pixel_outside(int x, int y)
    {
        MaskBits mask = new(5, 2);

        Assert.That(
            () => mask[x, y],
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(
                $"({x}, {y}) lies outside the mask of 5 x 2"));
    }

    [Test]
    public void Refuses_words_or_bytes_of_another_size()
    {
        Assert.That(
            () => new MaskBits(33, 2, new uint[3]),
            Throws.ArgumentException.With.Message.Contains("words holds 3 words; a 33 x 2 mask needs 4."));
        Assert.That(
            () => MaskBits.FromBytes(new byte[65], 33, 2),
            Throws.ArgumentException.With.Message.Contains("pixels holds 65 bytes; a 33 x 2 mask needs 66."));
        Assert.That(() => new MaskBits(70_000, 70_000), Throws.ArgumentException.With.Message.Contains("too large"));
        Assert.That(() => new MaskBits(3, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Masks_are_equal_if_size_and_pixels_are()
    {
        MaskBits mask = TestMasks.Random(41, 7, 50, seed: 1);
        MaskBits same = TestMasks.Random(41, 7, 50, seed: 1);
        MaskBits other = TestMasks.Random(41, 7, 50, seed: 1);
        other[40, 6] = !other[40, 6];

        Assert.That(same, Is.EqualTo(mask));
        Assert.That(same.GetHashCode(), Is.EqualTo(mask.GetHashCode()));
        Assert.That(other, Is.Not.EqualTo(mask));
        Assert.That(new MaskBits(4, 3), Is.Not.EqualTo(new MaskBits(3, 4)));
    }
}
