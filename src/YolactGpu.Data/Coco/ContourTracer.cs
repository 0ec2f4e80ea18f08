using System.Numerics;

namespace YolactGpu.Data.Coco;

/// <summary>
/// Follows the edges between set and other pixels, keeping the set pixel on the right hand. Each contour, that of a
/// hole too, holds at least one edge that runs to the right, above a set pixel; those edges are listed once, and each
/// walk takes out the ones that it passes, so that each contour is found once, in the order of its first such edge.
/// </summary>
internal static class ContourTracer
{
    private static readonly (int X, int Y)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    internal static IReadOnlyList<MaskPolygon> Trace(MaskBits mask)
    {
        List<MaskPolygon> polygons = [];
        uint[] topEdges = FindTopEdges(mask);
        for (int word = 0; word < topEdges.Length; word++)
        {
            while (topEdges[word] != 0)
            {
                (int y, int column) = Math.DivRem(word, mask.WordsPerRow);
                int x = (column * 32) + BitOperations.TrailingZeroCount(topEdges[word]);
                polygons.Add(new MaskPolygon(Walk(mask, topEdges, x, y)));
            }
        }

        return polygons;
    }

    /// <summary>The set pixels that have no set pixel above them, in the layout of the mask.</summary>
    private static uint[] FindTopEdges(MaskBits mask)
    {
        ReadOnlySpan<uint> words = mask.Words;
        uint[] edges = words.ToArray();
        for (int word = mask.WordsPerRow; word < edges.Length; word++)
        {
            edges[word] &= ~words[word - mask.WordsPerRow];
        }

        return edges;
    }

    private static int[] Walk(MaskBits mask, uint[] topEdges, int startX, int startY)
    {
        // The edge that the walk starts with begins at a corner only if the pixel to its left does not carry it on;
        // as edges are found from the left, that holds for every start.
        List<int> corners = [];
        int x = startX;
        int y = startY;
        int direction = 0;
        do
        {
            corners.Add(x);
            corners.Add(y);
            int turn;
            do
            {
                if (direction == 0)
                {
                    topEdges[(y * mask.WordsPerRow) + (x / 32)] &= ~(1u << (x % 32));
                }

                x += Steps[direction].X;
                y += Steps[direction].Y;
                turn = Turn(mask, x, y, direction);
            }
            while (turn == 0);

            direction = (direction + turn) & 3;
        }
        while (x != startX || y != startY || direction != 0);

        return [.. corners];
    }

    /// <summary>
    /// Where the contour goes from the corner (x, y): 1 is right, 0 straight on, -1 left. It turns right where the
    /// pixel ahead on the right is not set, whatever the one on the left is: pixels that touch at a corner are not
    /// joined.
    /// </summary>
    private static int Turn(MaskBits mask, int x, int y, int direction)
    {
        (int rightX, int rightY, int leftX, int leftY) = direction switch
        {
            0 => (x, y, x, y - 1),
            1 => (x - 1, y, x, y),
            2 => (x - 1, y - 1, x - 1, y),
            _ => (x, y - 1, x - 1, y - 1),
        };

        if (!IsSet(mask, rightX, rightY))
        {
            return 1;
        }

        return IsSet(mask, leftX, leftY) ? -1 : 0;
    }

    private static bool IsSet(MaskBits mask, int x, int y) =>
        (uint)x < (uint)mask.Width && (uint)y < (uint)mask.Height && mask[x, y];
}
