namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>How the outputs of a convolution are cut into tiles.</summary>
/// <param name="PixelsPerTile">Output pixels of a tile (Winograd: patches), whole blocks of the micro-kernel.</param>
/// <param name="ChannelsPerTile">Output channels of a tile, whole panels of the weights.</param>
/// <param name="PixelTiles">Tiles along the pixels of the batch.</param>
/// <param name="ChannelTiles">Tiles along the channels; neighbouring tiles share pixels.</param>
/// <param name="BlockRows">Output pixels of a block of the micro-kernel.</param>
/// <param name="DepthPerPass">Depths that are packed and summed at a time.</param>
/// <param name="Product">How a tile is multiplied.</param>
public readonly record struct SimdTiling(
    int PixelsPerTile,
    int ChannelsPerTile,
    int PixelTiles,
    int ChannelTiles,
    int BlockRows,
    int DepthPerPass,
    MatrixProduct Product = MatrixProduct.Plain)
{
    // Measured: a pass of about this depth keeps the packed pixels of a tile and a panel of weights in the second cache.
    private const int PreferredDepth = 640;
    private const int MostPixels = 112;

    // Measured: Strassen's algorithm has sums of pixels beside them, and seven quarters of the weights.
    private const int PreferredStrassenDepth = 768;
    private const int MostStrassenPixels = 56;

    // Measured: transformed input and products beyond this, 640 KB, fall out of a second cache of 1 MB before they have been used.
    private const int MostTransformed = 160 * 1024;

    /// <summary>Gets the number of tiles.</summary>
    public int Tiles => PixelTiles * ChannelTiles;

    /// <summary>Gives the tiling of a direct convolution.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="product">How tiles are multiplied.</param>
    /// <param name="width">Vector width.</param>
    /// <param name="workers">Threads that share the tiles.</param>
    public static SimdTiling For(Convolution2DShape shape, MatrixProduct product, SimdWidth width, int workers) =>
        NarrowTile.Fits(shape) ? OfRows(shape, width.Block()) : OfMatrix(shape, product, width, workers, new TileCost(0.06, 0.15));

    /// <summary>Gives the tiling of a deformable convolution, in which packing costs more.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="product">How tiles are multiplied.</param>
    /// <param name="width">Vector width.</param>
    /// <param name="workers">Threads that share the tiles.</param>
    public static SimdTiling ForDeformable(Convolution2DShape shape, MatrixProduct product, SimdWidth width, int workers) =>
        OfMatrix(shape, product, width, workers, new TileCost(0.7, 0.15));

    /// <summary>Gives the tiling of a convolution by Winograd's algorithm, where a pixel stands for a patch.</summary>
    /// <param name="patches">Patches of all maps.</param>
    /// <param name="shape">Sizes of one of the maps.</param>
    /// <param name="size">Which of the algorithms.</param>
    /// <param name="width">Vector width.</param>
    /// <param name="workers">Threads that share the tiles.</param>
    public static SimdTiling ForWinograd(int patches, Convolution2DShape shape, WinogradSize size, SimdWidth width, int workers) =>
        OfPatches(patches, size.Depth(shape), shape.OutputChannels, size.Planes(), width, workers);

    /// <summary>Gives the tiling of one of the phases of <see cref="SpreadConvolution2D"/>, where a pixel stands for a patch.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="width">Vector width.</param>
    /// <param name="workers">Threads that share the tiles.</param>
    public static SimdTiling ForSpread(SpreadShape shape, SimdWidth width, int workers) =>
        OfPatches(shape.PatchCount, shape.InputChannels, shape.OutputChannels, SpreadShape.MostPlanes, width, workers);

    private static SimdTiling OfPatches(int patches, int depth, int channels, int planes, SimdWidth width, int workers)
    {
        MicroBlock block = width.BlockFor(patches);
        int most = MostTransformed / (planes * (PackedInput.WholeBlocks(depth) + block.Columns));
        return Balanced(patches, channels, block, most, workers, new TileCost(0.25, 0.3)) with { DepthPerPass = depth };
    }

    /// <summary>Gives the tiling of <see cref="NarrowTile"/>: parts of rows, equal as far as can be, and all channels.</summary>
    private static SimdTiling OfRows(Convolution2DShape shape, MicroBlock block)
    {
        int blocks = Ceiling(shape.OutputWidth, block.Rows);
        int blocksPerTile = Ceiling(blocks, Ceiling(blocks, MostPixels / block.Rows));
        int tilesPerRow = Ceiling(blocks, blocksPerTile);
        return new SimdTiling(
            blocksPerTile * block.Rows,
            Ceiling(shape.OutputChannels, block.Columns) * block.Columns,
            shape.Batch * shape.OutputHeight * tilesPerRow,
            ChannelTiles: 1,
            block.Rows,
            shape.Taps);
    }

    /// <summary>Gives the output pixels of a tile: the first, counted through the batch, and how many.</summary>
    internal (int First, int Count) Pixels(int tile, Convolution2DShape shape)
    {
        int together = PixelsTogether(shape, Product);
        int tiles = Ceiling(together, PixelsPerTile);
        int group = tile / ChannelTiles / tiles;
        int first = tile / ChannelTiles % tiles * PixelsPerTile;
        return ((group * together) + first, Math.Min(PixelsPerTile, together - first));
    }

    /// <summary>Gives the depths that are packed and summed at a time, which the layout of Strassen's weights depends on.</summary>
    internal static int Depth(int taps, MatrixProduct product)
    {
        (int preferred, int step) = product == MatrixProduct.Strassen
            ? (PreferredStrassenDepth, StrassenProduct.DepthStep)
            : (PreferredDepth, PackedInput.Block);
        int depth = Ceiling(taps, Ceiling(taps, preferred));
        return Ceiling(depth, step) * step;
    }

    private static SimdTiling OfMatrix(
        Convolution2DShape shape, MatrixProduct product, SimdWidth width, int workers, TileCost cost)
    {
        int pixels = PixelsTogether(shape, product);
        int most = product == MatrixProduct.Strassen ? MostStrassenPixels : MostPixels;
        SimdTiling tiling = Balanced(pixels, shape.OutputChannels, width.Block(product), most, workers, cost);
        return tiling with
        {
            PixelTiles = tiling.PixelTiles * (int)(shape.OutputPixels / pixels),
            DepthPerPass = Depth(shape.Taps, product),
            Product = product,
        };
    }

    /// <summary>
    /// Gives the pixels that are cut into tiles as one: those of the batch, or those of an image, where its pixels must be paired alike in
    /// whatever batch it comes.
    /// </summary>
    private static int PixelsTogether(Convolution2DShape shape, MatrixProduct product) =>
        product == MatrixProduct.Strassen ? shape.OutputHeight * shape.OutputWidth : (int)shape.OutputPixels;

    /// <summary>Gives the tiling whose busiest worker is expected to finish first.</summary>
    private static SimdTiling Balanced(
        long pixels, int channels, MicroBlock block, int mostPixels, int workers, TileCost cost)
    {
        int blocks = Ceiling(pixels, block.Rows);
        int panels = Ceiling(channels, block.Columns);
        int mostBlocks = Math.Max(1, mostPixels / block.Rows);
        (int blocksPerTile, int panelsPerTile, double best) = (1, 1, double.MaxValue);
        for (int panelsHere = panels; panelsHere > 0; panelsHere = NextSmaller(panels, panelsHere))
        {
            for (int blocksHere = 1; blocksHere <= Math.Min(mostBlocks, blocks); blocksHere++)
            {
                long tiles = (long)Ceiling(blocks, blocksHere) * Ceiling(panels, panelsHere);
                double total = cost.Of(blocksHere, panelsHere) * Ceiling(tiles, workers);
                if (total < best)
                {
                    (blocksPerTile, panelsPerTile, best) = (blocksHere, panelsHere, total);
                }
            }
        }

        return new SimdTiling(
            blocksPerTile * block.Rows,
            panelsPerTile * block.Columns,
            Ceiling(blocks, blocksPerTile),
            Ceiling(panels, panelsPerTile),
            block.Rows,
            DepthPerPass: 0);
    }

    /// <summary>Gives the panels per tile with one more tile along the channels, or 0 when each panel was a tile.</summary>
    private static int NextSmaller(int panels, int panelsPerTile)
    {
        int tiles = Ceiling(panels, panelsPerTile);
        return panelsPerTile == 1 ? 0 : Math.Min(panelsPerTile - 1, Ceiling(panels, tiles + 1));
    }

    private static int Ceiling(long dividend, int divisor) => (int)((dividend + divisor - 1) / divisor);

    /// <summary>Expected time of a tile, in the time that the micro-kernel needs for one block of a panel; measured.</summary>
    /// <param name="PerBlock">For packing or transforming a block of pixels.</param>
    /// <param name="PerPanel">For reading a panel of weights that the tile before may have pushed out of the cache.</param>
    private readonly record struct TileCost(double PerBlock, double PerPanel)
    {
        public double Of(int blocks, int panels) => ((double)blocks * panels) + (PerBlock * blocks) + (PerPanel * panels);
    }
}
