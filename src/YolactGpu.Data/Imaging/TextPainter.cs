using System.Numerics;

namespace YolactGpu.Data.Imaging;

/// <summary>Draws texts in the <see cref="StrokeFont"/>.</summary>
internal static class TextPainter
{
    /// <summary>
    /// Draws a text whose capitals have their upper left corner at (left, top), scale pixels per unit. What lies
    /// outside the picture is left out.
    /// </summary>
    internal static void Draw(RgbImage picture, string text, int left, int top, int scale, Rgb colour)
    {
        int height = (StrokeFont.CapHeight + StrokeFont.Descent) * scale;
        foreach (char character in text)
        {
            StrokeGlyph glyph = StrokeFont.GlyphOf(character);
            int firstRow = Math.Max(top, 0);
            int lastRow = Math.Min(top + height, picture.Height) - 1;
            int firstColumn = Math.Max(left, 0);
            int lastColumn = Math.Min(left + (glyph.Advance * scale), picture.Width) - 1;
            for (int y = firstRow; y <= lastRow; y++)
            {
                Span<byte> row = picture.Row(y);
                for (int x = firstColumn; x <= lastColumn; x++)
                {
                    // The pen's centre runs half a pen's width inside the glyph's cell.
                    Vector2 pixel = (new Vector2(x - left + 0.5f, y - top + 0.5f) / scale) - new Vector2(0.5f);
                    Blend(row.Slice(x * RgbImage.Channels, RgbImage.Channels), colour, Coverage(glyph, pixel, scale));
                }
            }

            left += glyph.Advance * scale;
        }
    }

    /// <summary>The square of a point's distance to a line between two points, which may be the same.</summary>
    internal static float DistanceSquared(Vector2 point, Vector2 start, Vector2 end)
    {
        Vector2 line = end - start;
        float lengthSquared = line.LengthSquared();
        float t = lengthSquared == 0 ? 0 : Math.Clamp(Vector2.Dot(point - start, line) / lengthSquared, 0, 1);
        return Vector2.DistanceSquared(point, start + (line * t));
    }

    /// <summary>The part of a pixel under the pen, from the pixel centre's distance to the nearest line.</summary>
    private static float Coverage(StrokeGlyph glyph, Vector2 pixel, int scale)
    {
        float nearest = float.MaxValue;
        foreach ((Vector2 start, Vector2 end) in glyph.Lines)
        {
            nearest = Math.Min(nearest, DistanceSquared(pixel, start, end));
        }

        return Math.Clamp(((0.5f - MathF.Sqrt(nearest)) * scale) + 0.5f, 0, 1);
    }

    /// <summary>Lays a colour over a pixel, as far as weight tells, 0 to 1.</summary>
    internal static void Blend(Span<byte> pixel, Rgb colour, float weight)
    {
        pixel[0] = Mix(pixel[0], colour.R, weight);
        pixel[1] = Mix(pixel[1], colour.G, weight);
        pixel[2] = Mix(pixel[2], colour.B, weight);
    }

    private static byte Mix(byte below, byte above, float weight) =>
        (byte)((below * (1 - weight)) + (above * weight) + 0.5f);
}
