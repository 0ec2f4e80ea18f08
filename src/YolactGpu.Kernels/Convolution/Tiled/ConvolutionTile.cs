namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>A block of the output that one group of threads computes.</summary>
/// <param name="Pixels">Output pixels, counted over the whole batch.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Threads">Threads of the group.</param>
public readonly record struct ConvolutionTile(int Pixels, int Channels, int Threads)
{
    /// <summary>Gives the groups that cover an output of this many pixels and channels.</summary>
    public long Groups(long pixels, int channels) =>
        (pixels + Pixels - 1) / Pixels * ((channels + Channels - 1) / Channels);

    /// <inheritdoc/>
    public override string ToString() => $"{Pixels}x{Channels}";
}

/// <summary>How a convolution is cut for the device: the tile, and into how many parts each sum is cut.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Splits">Parts of the sum, each computed by groups of its own and added up afterwards; 1 is unsplit.</param>
public readonly record struct TileChoice(ConvolutionTile Tile, int Splits)
{
    /// <inheritdoc/>
    public override string ToString() => Splits == 1 ? $"{Tile}" : $"{Tile}, sum in {Splits} parts";
}
