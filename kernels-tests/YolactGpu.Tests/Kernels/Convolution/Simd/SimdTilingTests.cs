using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

public sealed class SimdTilingTests
{
    private static readonly Convolution2DShape[] Shapes =
    [
        new(1, 1, 1, 1, 1, 1, 1, 1, 0, 1),
        new(3, 7, 5, 33, 47, 3, 3, 2, 1, 1),
        new(1, 550, 550, 3, 64, 7, 7, 2, 3, 1),
        new(1, 138, 138, 64, 256, 1, 1, 1, 0, 1),
        new(1, 138, 138, 256, 512, 1, 1, 2, 0, 1),
        new(1, 69, 69, 256, 351, 3, 3, 1, 1, 1),
        new(1, 35, 35, 1024, 256, 1, 1, 1, 0, 1),
        new(1, 18, 18, 512, 2048, 1, 1, 1, 0, 1),
        new(1, 18, 18, 512, 512, 3, 3, 1, 1, 1),
        new(8, 9, 9, 256, 256, 3, 3, 1, 1, 1),
    ];

    [Test]
    public void Tiles_cover_all_outputs_and_none_is_empty(
        [ValueSource(nameof(Shapes))] Convolution2DShape shape, [Values] SimdWidth width, [Values(1, 2, 7, 64)] int workers)
    {
        SimdTiling tiling = SimdTiling.For(shape, MatrixProduct.Plain, width, workers);

        bool isOfRows = NarrowTile.Fits(shape);
        int rows = isOfRows ? shape.Batch * shape.OutputHeight : 1;
        Check(tiling, shape, width, isOfRows ? shape.OutputWidth : (int)shape.OutputPixels, rows);
    }

    [Test]
    public void Tiles_of_Strassens_algorithm_lie_in_one_image_and_begin_at_whole_blocks_of_it(
        [ValueSource(nameof(Shapes))] Convolution2DShape shape, [Values] SimdWidth width, [Values(1, 2, 7, 64)] int workers)
    {
        if (!SimdConvolution2D.Fits(shape, MatrixProduct.Strassen))
        {
            return;
        }

        SimdTiling tiling = SimdTiling.For(shape, MatrixProduct.Strassen, width, workers);
        int image = shape.OutputHeight * shape.OutputWidth;
        int[] seen = new int[shape.OutputPixels];
        for (int tile = 0; tile < tiling.Tiles; tile++)
        {
            (int first, int count) = tiling.Pixels(tile, shape);
            Assert.That(first % image % width.Block(MatrixProduct.Strassen).Rows, Is.Zero);
            Assert.That((first + count - 1) / image, Is.EqualTo(first / image));
            for (int pixel = first; pixel < first + count; pixel++)
            {
                seen[pixel]++;
            }
        }

        Assert.That(seen, Is.All.EqualTo(tiling.ChannelTiles));
    }

    [Test]
    public void Patches_are_covered_in_the_same_way(
        [ValueSource(nameof(Shapes))] Convolution2DShape shape,
        [Values] WinogradSize size,
        [Values] SimdWidth width,
        [Values(1, 2, 7, 64)] int workers)
    {
        if (WinogradConvolution2D.Fits(shape, size))
        {
            int patches = new WinogradPatches(shape, (int)size).Count;
            Check(SimdTiling.ForWinograd(patches, shape, size, width, workers), shape, width, patches);
        }
    }

    [Test]
    public void The_busiest_worker_has_little_more_than_its_share(
        [ValueSource(nameof(Shapes))] Convolution2DShape shape, [Values(2, 3, 4, 6, 8, 16, 32, 64)] int workers)
    {
        if (shape.FloatingPointOperations < 1e9)
        {
            return;
        }

        SimdTiling tiling = SimdTiling.For(shape, MatrixProduct.Plain, SimdWidth.Sixteen, workers);
        double busiest = (double)((tiling.Tiles + workers - 1) / workers) * tiling.PixelsPerTile * tiling.ChannelsPerTile;
        double share = (double)shape.OutputPixels * shape.OutputChannels / workers;

        Assert.That(busiest / share, Is.LessThan(workers <= 8 ? 1.15 : 1.4), $"{tiling}");
    }

    [Test]
    public void Scratch_memory_stays_below_a_megabyte([ValueSource(nameof(Shapes))] Convolution2DShape shape, [Values] SimdWidth width)
    {
        SimdTiling tiling = SimdTiling.For(shape, MatrixProduct.Plain, width, 2);

        Assert.That((long)tiling.PixelsPerTile * tiling.DepthPerPass * sizeof(float), Is.LessThan(1 << 20));
    }

    private static void Check(SimdTiling tiling, Convolution2DShape shape, SimdWidth width, int pixels, int rows = 1)
    {
        MicroBlock block = width.Block();
        int tiles = tiling.PixelTiles / rows;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tiling.PixelsPerTile % tiling.BlockRows, Is.Zero);
            Assert.That(tiling.ChannelsPerTile % block.Columns, Is.Zero);
            Assert.That(tiles * tiling.PixelsPerTile, Is.GreaterThanOrEqualTo(pixels));
            Assert.That((tiles - 1) * tiling.PixelsPerTile, Is.LessThan(pixels));
            Assert.That(tiling.ChannelTiles * tiling.ChannelsPerTile, Is.GreaterThanOrEqualTo(shape.OutputChannels));
            Assert.That((tiling.ChannelTiles - 1) * tiling.ChannelsPerTile, Is.LessThan(shape.OutputChannels));
        }
    }
}
