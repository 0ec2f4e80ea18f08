namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>Tiles that share a way of computing, with what <see cref="TileRule"/> and <see cref="TiledShape"/> need to know of it.</summary>
/// <param name="Tiles">The tiles, largest first, and the part of the rate that each reaches where there is plenty of work.</param>
/// <param name="StepLength">Terms of the sum that a group takes into shared memory at once.</param>
/// <param name="ChannelMultiple">The channels of a tap are padded to a multiple of this.</param>
/// <param name="MultiplyAddsPerClock">What one multiprocessor does at best.</param>
internal sealed record TileFamily(
    IReadOnlyList<(ConvolutionTile Tile, double Efficiency)> Tiles, int StepLength, int ChannelMultiple, double MultiplyAddsPerClock)
{
    /// <summary>Throws unless the family has the tile.</summary>
    public void Require(ConvolutionTile tile)
    {
        if (Tiles.All(known => known.Tile != tile))
        {
            throw new ArgumentException($"There is no tile {tile}; there are: {string.Join(", ", Tiles.Select(known => known.Tile))}.");
        }
    }
}
