using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Tiling;

namespace YolactGpu.Tests.Tiling;

public sealed class TileGridTests
{
    [TestCase(4000, 3000, 550, 0.25)]
    [TestCase(37, 2000, 550, 0.25)]
    [TestCase(551, 549, 550, 0)]
    [TestCase(1000, 65, 64, 0.9)]
    public void Tiles_cover_the_image_and_share_what_was_asked(int width, int height, int size, double overlap)
    {
        PixelBox[] tiles = [.. TileGrid.Of(width, height, new TilingOptions { Size = size, Overlap = overlap })];

        PixelBox[] row = [.. tiles.Where(tile => tile.Top == 0)];
        PixelBox[] column = [.. tiles.Where(tile => tile.Left == 0)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tiles, Has.Length.EqualTo(row.Length * column.Length).And.Unique);
            Assert.That(tiles.Select(tile => (tile.Width, tile.Height)), Is.All.EqualTo((Math.Min(size, width), Math.Min(size, height))));
            Assert.That((row[^1].Right, column[^1].Bottom), Is.EqualTo((width, height)));
            Assert.That(row.Zip(row.Skip(1), (a, b) => a.Right - b.Left), Is.All.GreaterThanOrEqualTo((int)(size * overlap)));
            Assert.That(column.Zip(column.Skip(1), (a, b) => a.Bottom - b.Top), Is.All.GreaterThanOrEqualTo((int)(size * overlap)));
        }
    }

    [TestCase(550, 1, false)]
    [TestCase(551, 1, true)]
    [TestCase(1, 551, true)]
    public void Only_images_larger_than_a_tile_are_cut(int width, int height, bool isNeeded) =>
        Assert.That(TileGrid.IsNeeded(width, height, new TilingOptions()), Is.EqualTo(isNeeded));
}
