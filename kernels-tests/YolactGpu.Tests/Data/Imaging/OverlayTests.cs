using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Tests.Data.Coco;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class OverlayTests
{
    private static readonly OverlayOptions Nothing =
        new() { ShowMasks = false, ShowBoxes = false, ShowLabels = false, ShowScores = false };

    private static readonly OverlayOptions OnlyMasks = Nothing with { ShowMasks = true };
    private static readonly OverlayOptions OnlyBoxes = Nothing with { ShowBoxes = true };
    private static readonly OverlayOptions OnlyLabels = Nothing with { ShowLabels = true, ShowScores = true };

    [Test]
    public void A_masked_pixel_is_a_blend_of_the_photo_and_the_colour()
    {
        RgbImage photo = Grey(40, 3, 100);
        MaskBits mask = new(40, 3);
        mask[35, 1] = true;

        RgbImage picture = Overlay.Draw(photo, [new OverlayInstance("cat", 0.9f, default, mask.ToRuns())], OnlyMasks);

        Rgb colour = OverlayPalette.ColourOf(0);
        Assert.That(PixelOf(picture, 35, 1), Is.EqualTo(Blend(100, 100, 100, colour, 0.45)));
        picture.Row(1).Slice(3 * 35, 3).Fill(100);
        Assert.That(picture.Pixels.ToArray(), Is.EqualTo(photo.Pixels.ToArray()), "all other pixels");
    }

    [Test]
    public void Masks_are_blended_from_the_best_score_on_in_whatever_order_they_are_given()
    {
        MaskRuns mask = TestMasks.Draw("#").ToRuns();
        OverlayInstance best = new("cat", 0.9f, default, mask);
        OverlayInstance second = new("dog", 0.8f, default, mask);
        int[] once = Blend(100, 100, 100, OverlayPalette.ColourOf(0), 0.45);
        int[] expected = Blend(once[0], once[1], once[2], OverlayPalette.ColourOf(1), 0.45);

        int[] picture = PixelOf(Overlay.Draw(Grey(1, 1, 100), [second, best], OnlyMasks), 0, 0);

        Assert.That(picture, Is.EqualTo(expected).Within(1));
        Assert.That(picture, Is.EqualTo(PixelOf(Overlay.Draw(Grey(1, 1, 100), [best, second], OnlyMasks), 0, 0)));
    }

    [Test]
    public void An_instance_that_is_tracked_keeps_its_colour_wherever_its_score_puts_it()
    {
        OverlayInstance first = new("dog", 0.9f, new PixelBox(0, 0, 2, 2), null) { TrackId = 7 };
        OverlayInstance other = new("cat", 0.8f, new PixelBox(4, 0, 6, 2), null) { TrackId = 5_000_000 };

        RgbImage before = Overlay.Draw(Grey(10, 2, 100), [first, other], OnlyBoxes);
        RgbImage after = Overlay.Draw(Grey(10, 2, 100), [first with { Score = 0.7f }, other], OnlyBoxes);

        Rgb colour = OverlayPalette.ColourOf(6);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PixelOf(before, 0, 0), Is.EqualTo(new int[] { colour.R, colour.G, colour.B }));
            Assert.That(PixelOf(before, 4, 0), Is.Not.EqualTo(PixelOf(before, 0, 0)));
            Assert.That(after.Pixels.ToArray(), Is.EqualTo(before.Pixels.ToArray()));
        }
    }

    [Test]
    public void Instances_of_a_class_share_a_colour_where_asked_for()
    {
        OverlayInstance[] instances =
        [
            new("dog", 0.9f, new PixelBox(0, 0, 2, 2), null) { ClassId = 16 },
            new("cat", 0.8f, new PixelBox(4, 0, 6, 2), null) { ClassId = 15 },
            new("dog", 0.7f, new PixelBox(8, 0, 10, 2), null) { ClassId = 16 },
        ];

        RgbImage picture = Overlay.Draw(Grey(10, 2, 100), instances, OnlyBoxes with { Colours = OverlayColours.PerClass });

        Assert.That(
            new[] { PixelOf(picture, 0, 0), PixelOf(picture, 4, 0), PixelOf(picture, 8, 0) },
            Is.EqualTo(new[] { 16, 15, 16 }.Select(OverlayPalette.ColourOf).Select(colour => new int[] { colour.R, colour.G, colour.B })));
    }

    [Test]
    public void Nineteen_instances_have_nineteen_colours()
    {
        Rgb[] colours = [.. Enumerable.Range(0, 19).Select(OverlayPalette.ColourOf)];

        Assert.That(colours, Is.Unique);
        Assert.That(OverlayPalette.ColourOf(19), Is.EqualTo(colours[0]));
    }

    [Test]
    public void The_photo_stays_as_it_is_and_without_any_part_the_picture_equals_it()
    {
        RgbImage photo = Grey(60, 40, 90);
        MaskRuns mask = TestMasks.Random(60, 40, 50, seed: 2).ToRuns();
        OverlayInstance[] instances = [new("cat", 0.9f, new PixelBox(5, 5, 50, 35), mask)];

        RgbImage drawn = Overlay.Draw(photo, instances);
        RgbImage untouched = Overlay.Draw(photo, instances, Nothing);

        Assert.That(photo.Pixels.ToArray(), Is.All.EqualTo(90));
        Assert.That(untouched.Pixels.ToArray(), Is.All.EqualTo(90));
        Assert.That(drawn.Pixels.ToArray(), Is.Not.EqualTo(photo.Pixels.ToArray()));
    }

    [Test]
    public void An_outline_covers_the_box_s_outermost_pixels_alone()
    {
        RgbImage picture = Overlay.Draw(
            Grey(20, 12, 0), [new OverlayInstance("cat", 0.9f, new PixelBox(3, 2, 17, 9), null)], OnlyBoxes);

        for (int y = 0; y < 12; y++)
        {
            for (int x = 0; x < 20; x++)
            {
                bool isInside = x is >= 3 and < 17 && y is >= 2 and < 9;
                bool isEdge = isInside && (x is 3 or 16 || y is 2 or 8);
                Assert.That(IsDrawn(picture, x, y), Is.EqualTo(isEdge), $"({x}, {y})");
            }
        }
    }

    [TestCase(320, 320, 1)]
    [TestCase(640, 480, 2)]
    [TestCase(1920, 1080, 4)]
    [TestCase(1, 1, 1)]
    public void Lines_grow_with_the_photo(int width, int height, int penWidth) => Assert.That(
        Overlay.PenWidth(width, height), Is.EqualTo(penWidth));

    [Test]
    public void A_box_that_reaches_out_of_the_photo_is_cut_and_one_outside_is_not_drawn()
    {
        RgbImage cut = Overlay.Draw(
            Grey(10, 10, 0), [new OverlayInstance("a", 1, new PixelBox(-5, -5, 30, 30), null)], OnlyBoxes);
        RgbImage outside = Overlay.Draw(
            Grey(10, 10, 0),
            [new("a", 1, new PixelBox(12, 0, 10, 5), null), new("b", 1, new PixelBox(-9, -9, -1, -1), null)]);

        Assert.That(IsDrawn(cut, 0, 0) && IsDrawn(cut, 9, 9) && IsDrawn(cut, 5, 0) && !IsDrawn(cut, 5, 5));
        Assert.That(outside.Pixels.ToArray(), Is.All.Zero);
    }

    [Test]
    public void A_label_sits_on_its_box_and_shows_its_text_in_black_or_white()
    {
        RgbImage picture = Overlay.Draw(
            Grey(200, 100, 77), [new OverlayInstance("cat", 0.874f, new PixelBox(20, 50, 90, 90), null)], OnlyLabels);
        int width = StrokeFont.Measure("cat 0.87") + 4;
        Rgb colour = OverlayPalette.ColourOf(0);

        Assert.That(PixelOf(picture, 20, 49), Is.EqualTo((int[])[colour.R, colour.G, colour.B]));
        Assert.That(PixelOf(picture, 20 + width - 1, 38), Is.EqualTo((int[])[colour.R, colour.G, colour.B]));
        Assert.That(IsGrey(picture, 20 + width, 45) && IsGrey(picture, 19, 45) && IsGrey(picture, 20, 37));
        Assert.That(IsGrey(picture, 20, 50), "the box itself is free");
        int textPixels = Enumerable.Range(20, width).Sum(
            x => Enumerable.Range(38, 12).Count(y => PixelOf(picture, x, y).All(value => value is 0 or 255)));
        Assert.That(textPixels, Is.GreaterThan(30));
    }

    [Test]
    public void A_better_instance_s_label_is_not_hidden()
    {
        PixelBox box = new(20, 50, 90, 90);
        RgbImage one = Overlay.Draw(Grey(200, 100, 77), [new OverlayInstance("cat", 0.9f, box, null)], OnlyLabels);
        RgbImage two = Overlay.Draw(
            Grey(200, 100, 77),
            [new OverlayInstance("dog", 0.8f, box, null), new OverlayInstance("cat", 0.9f, box, null)],
            OnlyLabels);
        Rgb second = OverlayPalette.ColourOf(1);

        for (int y = 38; y < 50; y++)
        {
            Assert.That(two.Row(y).ToArray(), Is.EqualTo(one.Row(y).ToArray()), $"row {y}");
        }

        Assert.That(PixelOf(two, 20, 50), Is.EqualTo((int[])[second.R, second.G, second.B]), "inside the box");
    }

    [TestCase(1, 1)]
    [TestCase(5, 200)]
    [TestCase(200, 5)]
    [TestCase(30, 20)]
    [TestCase(61, 47)]
    [TestCase(1100, 700)]
    public void Labels_stay_inside_photos_of_any_size(int width, int height)
    {
        PixelBox[] boxes =
        [
            new(0, 0, width, height),
            new(width - 1, height - 1, width, height),
            new(0, 0, 1, 1),
            new(-9, -9, width + 9, 1),
        ];
        OverlayInstance[] instances =
            [.. boxes.Select((box, i) => new OverlayInstance("traffic light", 0.9f - (0.1f * i), box, null))];

        Assert.That(() => Overlay.Draw(Grey(width, height, 1), instances, OnlyLabels), Throws.Nothing);
    }

    [TestCase(100, true, true, "traffic light 0.50")]
    [TestCase(60, true, true, "traffic light")]
    [TestCase(26, true, true, "traffi")]
    [TestCase(2, true, true, "")]
    [TestCase(-3, true, true, "")]
    [TestCase(100, true, false, "traffic light")]
    [TestCase(100, false, true, "0.50")]
    public void A_label_says_what_fits(int mostUnits, bool hasName, bool hasScore, string expected)
    {
        OverlayOptions options = new() { ShowLabels = hasName, ShowScores = hasScore };

        OverlayInstance instance = new("traffic light", 0.5f, default, null);

        string text = OverlayLabels.Shorten(instance, options, mostUnits);

        Assert.That(text, Is.EqualTo(expected));
    }

    [Test]
    public void Refuses_a_mask_of_another_size_and_an_alpha_that_is_none()
    {
        OverlayInstance cat = new("cat", 0.9f, default, new MaskBits(4, 5).ToRuns());

        Assert.That(
            () => Overlay.Draw(Grey(5, 4, 0), [cat]),
            Throws.ArgumentException.With.Message.Contains("The mask of a cat is 4 x 5 pixels; the photo is 5 x 4."));
        Assert.That(
            () => Overlay.Draw(Grey(4, 5, 0), [cat], new OverlayOptions { MaskAlpha = float.NaN }),
            Throws.ArgumentException.With.Message.Contains("MaskAlpha is NaN; it must lie from 0 to 1."));
    }

    private static RgbImage Grey(int width, int height, byte value)
    {
        RgbImage photo = new(width, height);
        photo.Pixels.Span.Fill(value);
        return photo;
    }

    private static int[] Blend(int red, int green, int blue, Rgb colour, double alpha) =>
    [
        (int)Math.Round((red * (1 - alpha)) + (colour.R * alpha)),
        (int)Math.Round((green * (1 - alpha)) + (colour.G * alpha)),
        (int)Math.Round((blue * (1 - alpha)) + (colour.B * alpha)),
    ];

    private static int[] PixelOf(RgbImage image, int x, int y) =>
        [.. image.Row(y).Slice(3 * x, 3).ToArray().Select(value => (int)value)];

    private static bool IsDrawn(RgbImage image, int x, int y) => PixelOf(image, x, y).Any(value => value != 0);

    private static bool IsGrey(RgbImage image, int x, int y) => PixelOf(image, x, y).All(value => value == 77);
}
