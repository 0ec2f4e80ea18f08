namespace YolactGpu.Data.Coco;

/// <summary>
/// Joins the contours of a mask into closed lines for formats that know no holes, or no parts: a contour is reached by a
/// straight line and left by the same line, which so encloses nothing. Filled by the even-odd rule, the lines give the mask.
/// </summary>
internal static class JoinedContour
{
    /// <summary>One line for each part of a mask, with its holes joined to it.</summary>
    internal static IReadOnlyList<int[]> Parts(IReadOnlyList<MaskPolygon> contours)
    {
        MaskPolygon[] outers = [.. contours.Where(contour => !contour.IsHole)];
        List<MaskPolygon>[] holes = [.. outers.Select(_ => new List<MaskPolygon>())];
        foreach (MaskPolygon hole in contours.Where(contour => contour.IsHole))
        {
            holes[PartAround(outers, hole)].Add(hole);
        }

        return [.. outers.Select((outer, part) => Join([outer, .. holes[part]]))];
    }

    /// <summary>One line for all contours; empty where there are none.</summary>
    internal static int[] Join(IReadOnlyList<MaskPolygon> contours)
    {
        List<int> line = [];
        foreach (MaskPolygon contour in contours)
        {
            ReadOnlySpan<int> corners = contour.Coordinates.Span;
            if (line.Count == 0)
            {
                line.AddRange(corners);
                continue;
            }

            int near = Nearest(line, corners[0], corners[1]);
            int[] detour = [.. corners, corners[0], corners[1], line[near], line[near + 1]];
            line.InsertRange(near + 2, detour);
        }

        return [.. line];
    }

    /// <summary>The smallest part that the set pixel below a hole's first edge lies in.</summary>
    private static int PartAround(MaskPolygon[] outers, MaskPolygon hole)
    {
        int x = hole.Coordinates.Span[0];
        int y = hole.Coordinates.Span[1];
        int found = -1;
        for (int part = 0; part < outers.Length; part++)
        {
            if ((found < 0 || outers[part].SignedArea < outers[found].SignedArea)
                && Encloses(outers[part].Coordinates.Span, x, y))
            {
                found = part;
            }
        }

        return found;
    }

    /// <summary>Whether the centre of a pixel lies inside, by the upright edges to its right.</summary>
    private static bool Encloses(ReadOnlySpan<int> corners, int column, int row)
    {
        bool isInside = false;
        for (int i = 0; i < corners.Length; i += 2)
        {
            int next = (i + 2) % corners.Length;
            bool isUpright = corners[i] == corners[next];
            int top = Math.Min(corners[i + 1], corners[next + 1]);
            int bottom = Math.Max(corners[i + 1], corners[next + 1]);
            isInside ^= isUpright && corners[i] > column && row >= top && row < bottom;
        }

        return isInside;
    }

    private static int Nearest(List<int> line, int x, int y)
    {
        int nearest = 0;
        long least = long.MaxValue;
        for (int i = 0; i < line.Count; i += 2)
        {
            long across = line[i] - x;
            long down = line[i + 1] - y;
            long distance = (across * across) + (down * down);
            if (distance < least)
            {
                (nearest, least) = (i, distance);
            }
        }

        return nearest;
    }
}
