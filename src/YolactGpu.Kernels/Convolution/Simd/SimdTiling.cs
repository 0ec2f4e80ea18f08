namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>How the outputs of a convolution are cut into tiles; one tile is one index of the launch.</summary>
/// <param name="PixelsPerTile">Output pixels of a tile, whole blocks of the micro-kernel.</param>
/// <param name="ChannelsPerTile">Output channels of a tile, whole panels of the weights.</param>
/// <param name="PixelTiles">Tiles along the pixels of the batch.</param>
/// <param name="ChannelTiles">Tiles along the channels; neighbouring tiles share pixels.</param>
/// <param name="DepthPerPass">Depths that are packed and summed at a time.</param>
public readonly record struct SimdTiling(
    int PixelsPerTile, int ChannelsPerTile, int PixelTiles, int ChannelTiles, int DepthPerPass)
{
    // Measured: a pass of about this depth keeps the packed pixels of a tile and a panel of weights in the second cache.
    private const int PreferredDepth = 640;
    private const int MostPixels = 112;

    // Costs in the time that one depth of one micro-kernel block takes, from measurements of packing and of the traffic
    // of weights that no other tile on this core has just used.
    private const double PackingCost = 0.06;
    private const double WeightCost = 0.15;

    /// <summary>Gets the number of tiles.</summary>
    public int Tiles => PixelTiles * ChannelTiles;

    /// <summary>Gives the tiling whose slowest worker is expected to finish first.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="width">Vector width.</param>
    /// <param name="workers">Threads that share the tiles.</param>
    public static SimdTiling For(Convolution2DShape shape, SimdWidth width, int workers)
    {
        MicroBlock block = width.Block();
        if (NarrowTile.Fits(shape))
        {
            return RowTiling(shape, block);
        }

        int blocks = Ceiling(shape.OutputPixels, block.Rows);
        int panels = Ceiling(shape.OutputChannels, block.Columns);
        (int blocksPerTile, int panelsPerTile, double best) = (1, 1, double.MaxValue);
        for (int splits = 1; splits <= Math.Min(panels, 16); splits++)
        {
            int panelsHere = Ceiling(panels, splits);
            for (int blocksHere = 1; blocksHere <= MostPixels / block.Rows; blocksHere++)
            {
                long tiles = (long)Ceiling(blocks, blocksHere) * Ceiling(panels, panelsHere);
                double cost = ((double)blocksHere * panelsHere) + (PackingCost * blocksHere) + (WeightCost * panelsHere);
                double total = cost * Ceiling(tiles, workers);
                if (total < best)
                {
                    (blocksPerTile, panelsPerTile, best) = (blocksHere, panelsHere, total);
                }
            }
        }

        int passes = Ceiling(shape.Taps, PreferredDepth);
        return new SimdTiling(
            blocksPerTile * block.Rows,
            panelsPerTile * block.Columns,
            Ceiling(blocks, blocksPerTile),
            Ceiling(panels, panelsPerTile),
            PackedInput.WholeBlocks(Ceiling(shape.Taps, passes)));
    }

    /// <summary>Gives the tiling of <see cref="NarrowTile"/>: parts of rows, equal as far as can be, and all channels.</summary>
    private static SimdTiling RowTiling(Convolution2DShape shape, MicroBlock block)
    {
        int blocks = Ceiling(shape.OutputWidth, block.Rows);
        int blocksPerTile = Ceiling(blocks, Ceiling(blocks, MostPixels / block.Rows));
        int tilesPerRow = Ceiling(blocks, blocksPerTile);
        return new SimdTiling(
            blocksPerTile * block.Rows,
            Ceiling(shape.OutputChannels, block.Columns) * block.Columns,
            shape.Batch * shape.OutputHeight * tilesPerRow,
            ChannelTiles: 1,
            shape.Taps);
    }

    private static int Ceiling(long dividend, int divisor) => (int)((dividend + divisor - 1) / divisor);
}
