using NUnit.Framework;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tests.Data.Coco;

public sealed class RunLengthMaskTests
{
    /// <summary>Strings and boxes as the COCO API gives them: height, width, runs, string, x y w h.</summary>
    private static readonly object[] CocoApiCases =
    [
        new object[] { 3, 4, new[] { 12 }, "<", new[] { 0, 0, 0, 0 } },
        new object[] { 3, 4, new[] { 0, 12 }, "0<", new[] { 0, 0, 4, 3 } },
        new object[] { 3, 4, new[] { 5, 1, 6 }, "516", new[] { 1, 2, 1, 1 } },
        new object[] { 3, 4, new[] { 0, 1, 2, 3, 4, 2 }, "01222O", new[] { 0, 0, 4, 3 } },
        new object[] { 20, 30, new[] { 100, 3, 97, 3, 97, 3, 297 }, "T33Q3000X6", new[] { 5, 0, 11, 3 } },
        new object[]
        {
            2500, 4000, new[] { 6_000_000, 33_333, 1, 3_966_666 }, @"P\Sg5eaP11eTQh3", new[] { 2400, 0, 1600, 2500 },
        },
        new object[] { 40, 50, new[] { 3, 1000, 2, 5, 990 }, "3Xo02mPOln0", new[] { 0, 0, 26, 40 } },
    ];

    [TestCaseSource(nameof(CocoApiCases))]
    public void Writes_and_reads_the_strings_of_the_COCO_API(int height, int width, int[] runs, string text, int[] box)
    {
        RunLengthMask mask = new(width, height, runs);
        RunLengthMask read = RunLengthMask.FromCompressed(width, height, text);

        Assert.That(mask.ToCompressed(), Is.EqualTo(text));
        Assert.That(read, Is.EqualTo(mask));
        Assert.That(read.Counts.ToArray(), Is.EqualTo(runs));
        PixelBox bounds = mask.BoundingBox;
        Assert.That(new[] { bounds.Left, bounds.Top, bounds.Width, bounds.Height }, Is.EqualTo(box));
    }

    [TestCaseSource(nameof(CocoApiCases))]
    public void Goes_to_bits_and_back(int height, int width, int[] runs, string text, int[] box)
    {
        RunLengthMask mask = new(width, height, runs);
        MaskBits bits = mask.ToMask();

        Assert.That(bits.Area, Is.EqualTo(mask.Area));
        Assert.That(bits.ToRle(), Is.EqualTo(mask), text);
        Assert.That(mask.BoundingBox.Width, Is.EqualTo(box[2]));
    }

    [TestCase(1, 1)]
    [TestCase(1, 37)]
    [TestCase(37, 1)]
    [TestCase(31, 5)]
    [TestCase(32, 3)]
    [TestCase(33, 2)]
    [TestCase(97, 41)]
    public void Has_the_runs_that_counting_pixel_by_pixel_gives(int width, int height)
    {
        foreach (int percent in new[] { 0, 3, 50, 97, 100 })
        {
            MaskBits bits = TestMasks.Random(width, height, percent, seed: (width * 1000) + percent);

            RunLengthMask mask = bits.ToRle();

            Assert.That(mask.Counts.ToArray(), Is.EqualTo(CountRuns(bits)), $"{percent} percent");
            Assert.That(mask.ToMask(), Is.EqualTo(bits), $"{percent} percent");
            Assert.That(mask.Area, Is.EqualTo(bits.Area), $"{percent} percent");
        }
    }

    [Test]
    public void Keeps_runs_of_no_pixels_inside_the_list()
    {
        string text = new RunLengthMask(4, 3, [2, 0, 3, 4, 3]).ToCompressed();
        RunLengthMask mask = RunLengthMask.FromCompressed(4, 3, text);

        Assert.That(mask.Counts.ToArray(), Is.EqualTo((int[])[2, 0, 3, 4, 3]));
        Assert.That(mask.ToMask().ToRle().Counts.ToArray(), Is.EqualTo((int[])[5, 4, 3]));
        Assert.That(mask.BoundingBox, Is.EqualTo(new PixelBox(1, 0, 3, 3)));
    }

    [TestCase("5", "sum to 5 pixels; 4 x 3 = 12 are needed")]
    [TestCase("51", "sum to 6 pixels")]
    [TestCase("", "sum to 0 pixels")]
    [TestCase("5 6", "character 1 has the code 32")]
    [TestCase("5p", "character 1 has the code 112")]
    [TestCase("5X", "ends inside a number, at character 2")]
    [TestCase("oooooooooo0", "is too long")]
    [TestCase("O", "run 0, ending at character 1, is -1 pixels long")]
    public void Refuses_a_string_that_is_no_mask_of_this_size(string text, string reason) => Assert.That(
        () => RunLengthMask.FromCompressed(4, 3, text),
        Throws.TypeOf<FormatException>().With.Message.Contains(reason));

    [Test]
    public void Refuses_runs_that_are_negative_or_do_not_fill_the_mask()
    {
        Assert.That(
            () => new RunLengthMask(4, 3, [13, -1]),
            Throws.ArgumentException.With.Message.Contains("Run 1 is -1 pixels long"));
        Assert.That(
            () => new RunLengthMask(4, 3, [int.MaxValue, int.MaxValue, 14]),
            Throws.ArgumentException.With.Message.Contains("sum to 4294967308 pixels"));
        Assert.That(() => new RunLengthMask(0, 3, []), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Runs counted the plain way, one pixel after the other down the columns.</summary>
    private static List<int> CountRuns(MaskBits mask)
    {
        List<int> runs = [0];
        bool value = false;
        for (int x = 0; x < mask.Width; x++)
        {
            for (int y = 0; y < mask.Height; y++)
            {
                if (mask[x, y] != value)
                {
                    runs.Add(0);
                    value = !value;
                }

                runs[^1]++;
            }
        }

        return runs;
    }
}
