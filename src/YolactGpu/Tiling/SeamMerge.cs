using System.Collections.Immutable;
using YolactGpu.Data.Coco;

namespace YolactGpu.Tiling;

/// <summary>
/// Puts together what was found on the tiles of an image. Finds that <see cref="TileInstance.IsSameAs"/> joins, directly or through
/// others, are one instance: its mask is the union of theirs, its box the smallest around theirs, its score the highest; keypoints are
/// those of the best find.
/// </summary>
internal static class SeamMerge
{
    /// <summary>Gives the instances, best first; of equal ones the one that was found first.</summary>
    internal static ImmutableArray<Detection> Merge(int width, int height, IReadOnlyList<TileInstance> finds, int most)
    {
        int[] groupOf = Groups(finds);
        return
        [
            .. finds.Select((find, i) => (find, group: groupOf[i]))
                .GroupBy(entry => entry.group, entry => entry.find)
                .OrderByDescending(group => group.Max(find => find.Item.Score))
                .Take(most)
                .Select(group => Unite(width, height, [.. group])),
        ];
    }

    /// <summary>The number of the first find that each is joined with.</summary>
    private static int[] Groups(IReadOnlyList<TileInstance> finds)
    {
        int[] first = [.. Enumerable.Range(0, finds.Count)];
        for (int i = 0; i < finds.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                int a = Root(i);
                int b = Root(j);
                if (a != b && finds[i].IsSameAs(finds[j]))
                {
                    first[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return [.. first.Select(Root)];

        int Root(int find)
        {
            while (first[find] != find)
            {
                find = first[find];
            }

            return find;
        }
    }

    private static Detection Unite(int width, int height, ImmutableArray<TileInstance> group)
    {
        TileInstance best = group.MaxBy(find => find.Item.Score)!;
        MaskBits mask = new(width, height);
        foreach (TileInstance find in group)
        {
            Add(mask, find);
        }

        PixelBox box = new(
            group.Min(find => find.Box.Left), group.Min(find => find.Box.Top), group.Max(find => find.Box.Right), group.Max(find => find.Box.Bottom));
        return best.Item with
        {
            Box = box,
            Mask = mask.ToRuns(),
            Keypoints = [.. best.Item.Keypoints.Select(point => point with { X = point.X + best.Tile.Left, Y = point.Y + best.Tile.Top })],
        };
    }

    private static void Add(MaskBits mask, TileInstance find)
    {
        foreach (PixelRun run in find.Item.Mask)
        {
            mask.Set(new PixelRun(find.Tile.Top + run.Row, find.Tile.Left + run.Left, find.Tile.Left + run.Right));
        }
    }
}
