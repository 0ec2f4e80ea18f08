namespace YolactGpu.Data.Coco;

/// <summary>
/// Fills polygons of COCO annotations, to the same pixels as the COCO API's annToMask does. There, each polygon's
/// outline is drawn on a grid 5 times as fine; wherever the outline goes from one fine column to the next, and that
/// step lies on the centre line of a pixel column, it changes that column's filling from the pixel row below it on.
/// </summary>
public static class PolygonRasterizer
{
    private const double Scale = 5;

    /// <summary>
    /// Coordinates beyond this are refused: no image is that large, and the work grows with a polygon's outline.
    /// </summary>
    private const double LargestCoordinate = 1_000_000;

    /// <summary>The pixels that lie in at least one of the polygons, each given as x, y, x, y, ...</summary>
    /// <exception cref="ArgumentException">A polygon has too few corners, or a coordinate is no position.</exception>
    public static MaskBits Fill(IEnumerable<IReadOnlyList<double>> polygons, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        MaskBits union = new(width, height);
        int index = 0;
        foreach (IReadOnlyList<double> polygon in polygons)
        {
            Check(polygon, index);
            Span<uint> target = union.WritableWords;
            ReadOnlySpan<uint> words = Fill(polygon, width, height).Words;
            for (int i = 0; i < words.Length; i++)
            {
                target[i] |= words[i];
            }

            index++;
        }

        return union;
    }

    private static MaskBits Fill(IReadOnlyList<double> polygon, int width, int height)
    {
        List<int> changes = [];
        FineOutline outline = new(width, height, changes);
        int cornerCount = polygon.Count / 2;
        for (int corner = 0; corner < cornerCount; corner++)
        {
            int next = (corner + 1) % cornerCount;
            outline.DrawEdge(
                ToFine(polygon[2 * corner]),
                ToFine(polygon[(2 * corner) + 1]),
                ToFine(polygon[2 * next]),
                ToFine(polygon[(2 * next) + 1]));
        }

        changes.Sort();
        return FromChanges(changes, width, height);
    }

    /// <summary>Rounds as C's cast does, toward zero: a coordinate below 0 is not rounded to the nearest.</summary>
    private static int ToFine(double coordinate) => (int)((Scale * coordinate) + 0.5);

    /// <summary>
    /// From the positions, counted column by column, at which the filling changes to runs; two changes at one place
    /// undo each other.
    /// </summary>
    private static MaskBits FromChanges(List<int> changes, int width, int height)
    {
        List<int> counts = [];
        int runStart = 0;
        int i = 0;
        while (i < changes.Count)
        {
            int position = changes[i];
            int end = i;
            while (end < changes.Count && changes[end] == position)
            {
                end++;
            }

            if ((end - i) % 2 == 1)
            {
                counts.Add(position - runStart);
                runStart = position;
            }

            i = end;
        }

        counts.Add((width * height) - runStart);
        return new RunLengthMask(width, height, [.. counts]).ToMask();
    }

    private static void Check(IReadOnlyList<double> polygon, int index)
    {
        ArgumentNullException.ThrowIfNull(polygon, nameof(polygon));
        if (polygon.Count < 6 || polygon.Count % 2 != 0)
        {
            throw new ArgumentException(
                $"Polygon {index} holds {polygon.Count} numbers; it needs pairs of x and y for three corners or more.");
        }

        for (int i = 0; i < polygon.Count; i++)
        {
            if (!(Math.Abs(polygon[i]) <= LargestCoordinate))
            {
                throw new ArgumentException(
                    $"Polygon {index}: coordinate {i} is {polygon[i]}; it must lie within {LargestCoordinate} of 0.");
            }
        }
    }

    /// <summary>The outline on the fine grid: only where it changes the filling of a pixel column is kept.</summary>
    private sealed class FineOutline(int width, int height, List<int> changes)
    {
        private bool isStarted;
        private int lastX;
        private int lastY;

        /// <summary>Steps along the longer of the edge's two extents, always in its rising direction.</summary>
        internal void DrawEdge(int startX, int startY, int endX, int endY)
        {
            int extentX = Math.Abs(endX - startX);
            int extentY = Math.Abs(endY - startY);
            bool isFlat = extentX >= extentY;
            bool isReversed = isFlat ? startX > endX : startY > endY;
            (int lowX, int lowY) = isReversed ? (endX, endY) : (startX, startY);
            (int highX, int highY) = isReversed ? (startX, startY) : (endX, endY);
            int length = Math.Max(extentX, extentY);
            double slope = length == 0 ? 0 : (double)(isFlat ? highY - lowY : highX - lowX) / length;
            for (int i = 0; i <= length; i++)
            {
                int step = isReversed ? length - i : i;
                int across = (int)((isFlat ? lowY : lowX) + (slope * step) + 0.5);
                StepTo(isFlat ? lowX + step : across, isFlat ? across : lowY + step);
            }
        }

        private void StepTo(int x, int y)
        {
            if (isStarted && x != lastX)
            {
                Cross(x < lastX ? x : x - 1, Math.Min(y, lastY));
            }

            isStarted = true;
            lastX = x;
            lastY = y;
        }

        private void Cross(int fineColumn, int fineRow)
        {
            // In pixels, with pixel centres at whole numbers.
            double column = ((fineColumn + 0.5) / Scale) - 0.5;
            if (column != Math.Floor(column) || column < 0 || column > width - 1)
            {
                return;
            }

            double row = Math.Ceiling(Math.Clamp(((fineRow + 0.5) / Scale) - 0.5, 0, height));
            changes.Add(((int)column * height) + (int)row);
        }
    }
}
