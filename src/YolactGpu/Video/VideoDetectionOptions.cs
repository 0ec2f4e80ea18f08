using YolactGpu.Model.Configs;

namespace YolactGpu.Video;

/// <summary>Choices made when a video is searched.</summary>
public sealed record VideoDetectionOptions
{
    /// <summary>Gets how instances are followed from frame to frame; null where they are not.</summary>
    public TrackerOptions? Tracker { get; init; }

    /// <summary>Gets the frames that may be decoded ahead, 1 to 64. Memory grows with it.</summary>
    public int DecodeAhead { get; init; } = 2;

    /// <exception cref="ConfigException">An option is not in order.</exception>
    internal void Check()
    {
        if (DecodeAhead is < 1 or > 64)
        {
            throw new ConfigException($"DecodeAhead is {DecodeAhead}; it must be 1 to 64.");
        }

        Tracker?.Check();
    }
}

/// <summary>How instances are followed.</summary>
public sealed record TrackerOptions
{
    /// <summary>Gets the least overlap (IoU of the boxes) with where an instance was last seen, above 0 and up to 1.</summary>
    public float MinIoU { get; init; } = 0.3f;

    /// <summary>Gets the frames that an instance may be out of sight and keep its id, 0 or more.</summary>
    public int MaxAge { get; init; } = 30;

    /// <exception cref="ConfigException">An option is not in order.</exception>
    internal void Check()
    {
        if (MinIoU is not (> 0 and <= 1))
        {
            throw new ConfigException($"MinIoU is {MinIoU}; it must be above 0 and at most 1.");
        }

        if (MaxAge < 0)
        {
            throw new ConfigException($"MaxAge is {MaxAge}; it must be 0 or more.");
        }
    }
}
