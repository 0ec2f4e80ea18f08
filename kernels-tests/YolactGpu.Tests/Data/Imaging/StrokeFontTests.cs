using NUnit.Framework;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Tests.Data.Imaging;

public sealed class StrokeFontTests
{
    private static readonly char[] Printable = [.. Enumerable.Range(33, 94).Select(code => (char)code)];

    [Test]
    public void Every_character_has_a_shape_of_its_own_at_the_smallest_scale() => Assert.That(
        Printable.Select(character => Convert.ToHexString(Render(character.ToString(), 1).Pixels.Span)), Is.Unique);

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public void No_glyph_reaches_out_of_its_cell(int scale)
    {
        foreach (char character in Printable)
        {
            StrokeGlyph glyph = StrokeFont.GlyphOf(character);
            float right = glyph.Lines.Max(line => Math.Max(line.Start.X, line.End.X));
            float bottom = glyph.Lines.Max(line => Math.Max(line.Start.Y, line.End.Y));
            float left = glyph.Lines.Min(line => Math.Min(line.Start.X, line.End.X));
            float top = glyph.Lines.Min(line => Math.Min(line.Start.Y, line.End.Y));

            Assert.That(left, Is.Zero, $"{character}");
            Assert.That(top, Is.GreaterThanOrEqualTo(0), $"{character}");
            Assert.That(right + 1, Is.LessThanOrEqualTo(glyph.Advance - StrokeGlyph.Gap), $"{character}");
            Assert.That(bottom + 1, Is.LessThanOrEqualTo(StrokeFont.CapHeight + StrokeFont.Descent), $"{character}");
            byte[] pixels = Render(character.ToString(), scale).Pixels.ToArray();
            Assert.That(pixels, Has.Some.GreaterThan(150), $"{character}");
        }
    }

    [Test]
    public void Upright_and_level_strokes_are_sharp()
    {
        RgbImage picture = Render("H", 3);

        // Two stems and a bar of 3 x 3 pixels per unit; half-covered pixels only at the rounded ends.
        Assert.That(picture.Row(4).ToArray().Distinct(), Is.EquivalentTo((byte[])[0, 255]));
        Assert.That(picture.Row(4).ToArray().Count(value => value == 255), Is.EqualTo(3 * 2 * 3));
        Assert.That(picture.Row(10).ToArray().Count(value => value == 255), Is.EqualTo(3 * 5 * 3));
    }

    [Test]
    public void A_text_is_as_wide_as_its_glyphs_and_their_gaps()
    {
        Assert.That(StrokeFont.Measure(""), Is.Zero);
        Assert.That(StrokeFont.Measure("i"), Is.EqualTo(1));
        Assert.That(StrokeFont.Measure("H"), Is.EqualTo(5));
        Assert.That(StrokeFont.Measure("iHi"), Is.EqualTo(1 + 1 + 5 + 1 + 1));
    }

    [Test]
    public void A_character_that_the_font_lacks_is_a_question_mark() => Assert.That(
        Render("Ä", 2).Pixels.ToArray(), Is.EqualTo(Render("?", 2).Pixels.ToArray()));

    [Test]
    public void What_lies_outside_the_picture_is_left_out()
    {
        RgbImage picture = new(4, 4);

        TextPainter.Draw(picture, "WWW", -7, -5, 2, new Rgb(255, 255, 255));

        Assert.That(picture.Pixels.ToArray(), Has.Some.GreaterThan(100));
    }

    private static RgbImage Render(string text, int scale)
    {
        RgbImage picture = new(9 * scale, (StrokeFont.CapHeight + StrokeFont.Descent) * scale);
        TextPainter.Draw(picture, text, 0, 0, scale, new Rgb(255, 255, 255));
        return picture;
    }
}
