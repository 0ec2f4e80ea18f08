using System.Numerics;

namespace YolactGpu.Data.Imaging;

/// <summary>A glyph as line pieces, in units; see <see cref="StrokeFont"/> for how it is written.</summary>
/// <param name="Lines">The pieces: where the pen's centre starts and ends.</param>
/// <param name="Advance">From this glyph's left edge to the next one's.</param>
internal sealed record StrokeGlyph(IReadOnlyList<(Vector2 Start, Vector2 End)> Lines, int Advance)
{
    /// <summary>Between two glyphs.</summary>
    internal const int Gap = 1;

    private const int SpaceWidth = 3;
    private const float LargestRadius = 2;
    private const int PiecesPerCorner = 6;

    internal static StrokeGlyph Parse(string source)
    {
        List<(Vector2 Start, Vector2 End)> lines = [];
        float right = 0;
        foreach (string stroke in source.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isRounded = stroke.StartsWith('~');
            Vector2[] corners = [.. stroke.TrimStart('~').Split(' ').Select(ParsePoint)];
            right = Math.Max(right, corners.Max(corner => corner.X));
            AddLines(lines, isRounded ? Round(corners) : corners);
        }

        // The pen is one unit wide, and so reaches half a unit past its centre on either side.
        int width = lines.Count == 0 ? SpaceWidth : (int)MathF.Ceiling(right) + 1;
        return new StrokeGlyph(lines, width + Gap);
    }

    private static Vector2 ParsePoint(string digits) => new Vector2(ParseDigit(digits[0]), ParseDigit(digits[1])) / 2;

    private static int ParseDigit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : digit - 'a' + 10;

    private static void AddLines(List<(Vector2 Start, Vector2 End)> lines, IReadOnlyList<Vector2> points)
    {
        for (int i = 0; i < Math.Max(points.Count - 1, 1); i++)
        {
            lines.Add((points[i], points[Math.Min(i + 1, points.Count - 1)]));
        }
    }

    /// <summary>
    /// Replaces each inner corner by a quadratic curve. It starts and ends at most 2 units from the corner, and takes
    /// at most half of a side that it shares with another corner.
    /// </summary>
    private static List<Vector2> Round(Vector2[] corners)
    {
        List<Vector2> points = [corners[0]];
        for (int i = 1; i < corners.Length - 1; i++)
        {
            Vector2 toPrevious = corners[i - 1] - corners[i];
            Vector2 toNext = corners[i + 1] - corners[i];
            float before = toPrevious.Length() * (i == 1 ? 1 : 0.5f);
            float after = toNext.Length() * (i == corners.Length - 2 ? 1 : 0.5f);
            float reach = Math.Min(LargestRadius, Math.Min(before, after));
            Vector2 start = corners[i] + (Vector2.Normalize(toPrevious) * reach);
            Vector2 end = corners[i] + (Vector2.Normalize(toNext) * reach);
            for (int piece = 0; piece <= PiecesPerCorner; piece++)
            {
                float t = (float)piece / PiecesPerCorner;
                points.Add(Vector2.Lerp(Vector2.Lerp(start, corners[i], t), Vector2.Lerp(corners[i], end, t), t));
            }
        }

        points.Add(corners[^1]);
        return points;
    }
}
