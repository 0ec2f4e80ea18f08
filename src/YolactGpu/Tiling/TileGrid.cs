using System.Collections.Immutable;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tiling;

/// <summary>
/// The tiles of an image, row by row: as few as share the asked part with their neighbours, all of one size, the first at the upper
/// left corner, the last at the lower right, the others evenly between.
/// </summary>
internal static class TileGrid
{
    /// <summary>Tells whether an image is larger than a tile.</summary>
    internal static bool IsNeeded(int width, int height, TilingOptions options) => width > options.Size || height > options.Size;

    internal static ImmutableArray<PixelBox> Of(int width, int height, TilingOptions options)
    {
        int[] lefts = Starts(width, options);
        int[] tops = Starts(height, options);
        return
        [
            .. from top in tops
               from left in lefts
               select new PixelBox(left, top, Math.Min(left + options.Size, width), Math.Min(top + options.Size, height)),
        ];
    }

    private static int[] Starts(int length, TilingOptions options)
    {
        int room = length - options.Size;
        if (room <= 0)
        {
            return [0];
        }

        int step = Math.Max(1, options.Size - (int)Math.Ceiling(options.Size * options.Overlap));
        int steps = (room + step - 1) / step;
        return [.. Enumerable.Range(0, steps + 1).Select(i => (int)((long)room * i / steps))];
    }
}
