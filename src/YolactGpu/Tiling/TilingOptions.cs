using YolactGpu.Model.Configs;

namespace YolactGpu.Tiling;

/// <summary>How large images are cut into tiles, each of which the network sees by itself.</summary>
public sealed record TilingOptions
{
    /// <summary>Gets the side of a tile in pixels, 32 or more. Images no larger are searched whole.</summary>
    public int Size { get; init; } = 550;

    /// <summary>Gets the least part of a tile's side that it shares with the next one, 0 to 0.9.</summary>
    public double Overlap { get; init; } = 0.25;

    /// <exception cref="ConfigException">An option is not in order.</exception>
    internal void Check()
    {
        if (Size < 32)
        {
            throw new ConfigException($"Tiling.Size is {Size}; it must be 32 or more.");
        }

        if (Overlap is not (>= 0 and <= 0.9))
        {
            throw new ConfigException($"Tiling.Overlap is {Overlap}; it must be 0 to 0.9.");
        }
    }
}
