using YolactGpu.Data.Coco;

namespace YolactGpu.Tiling;

/// <summary>What was found on a tile, and where the tile lies in the image.</summary>
internal sealed record TileInstance(PixelBox Tile, Detection Item)
{
    /// <summary>
    /// The least part of the smaller mask, in what two tiles share, that the masks must have in common to be of one instance.
    /// </summary>
    private const double LeastShare = 0.5;

    private MaskBits? bits;

    /// <summary>Gets the box in the image.</summary>
    internal PixelBox Box { get; } = new(
        Item.Box.Left + Tile.Left, Item.Box.Top + Tile.Top, Item.Box.Right + Tile.Left, Item.Box.Bottom + Tile.Top);

    /// <summary>
    /// Tells whether two finds are of one instance: of the same class, of different tiles, and their masks meet. Where the tiles
    /// overlap, half the pixels or more that the smaller mask has in there must belong to both masks; where they only touch, half the
    /// border pixels of the smaller must lie beside one of the other.
    /// </summary>
    internal bool IsSameAs(TileInstance other)
    {
        if (Item.ClassId != other.Item.ClassId || Tile == other.Tile)
        {
            return false;
        }

        PixelBox shared = Tile.Intersect(other.Tile);
        if (!shared.IsEmpty)
        {
            return Meets(shared, other, shared);
        }

        bool besides = shared.Left == shared.Right && shared.Height > 0;
        bool above = shared.Top == shared.Bottom && shared.Width > 0;
        if (!besides && !above)
        {
            return false;
        }

        return besides
            ? Meets(BorderColumn(this, shared), other, BorderColumn(other, shared))
            : Meets(BorderRow(this, shared), other, BorderRow(other, shared));
    }

    private static PixelBox BorderColumn(TileInstance find, PixelBox seam)
    {
        int left = find.Tile.Left == seam.Left ? seam.Left : seam.Left - 1;
        return seam with { Left = left, Right = left + 1 };
    }

    private static PixelBox BorderRow(TileInstance find, PixelBox seam)
    {
        int top = find.Tile.Top == seam.Top ? seam.Top : seam.Top - 1;
        return seam with { Top = top, Bottom = top + 1 };
    }

    /// <summary>Compares the pixels of an area of this tile with those of an equally large one of the other.</summary>
    private bool Meets(PixelBox here, TileInstance other, PixelBox there)
    {
        MaskBits mask = Bits();
        MaskBits otherMask = other.Bits();
        long mine = 0;
        long theirs = 0;
        long both = 0;
        for (int y = 0; y < here.Height; y++)
        {
            for (int x = 0; x < here.Width; x++)
            {
                bool isMine = mask[here.Left + x - Tile.Left, here.Top + y - Tile.Top];
                bool isTheirs = otherMask[there.Left + x - other.Tile.Left, there.Top + y - other.Tile.Top];
                mine += isMine ? 1 : 0;
                theirs += isTheirs ? 1 : 0;
                both += isMine && isTheirs ? 1 : 0;
            }
        }

        return both > 0 && both >= LeastShare * Math.Min(mine, theirs);
    }

    /// <summary>The mask's bits: kept, because a find is compared with many.</summary>
    private MaskBits Bits() => bits ??= Item.Mask.ToBits();
}
