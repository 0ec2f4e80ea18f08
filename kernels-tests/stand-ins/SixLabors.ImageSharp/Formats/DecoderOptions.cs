namespace SixLabors.ImageSharp.Formats;

/// <summary>What every decoder can be told.</summary>
public sealed class DecoderOptions
{
    private uint maxFrames = int.MaxValue;

    public Configuration Configuration { get; init; } = Configuration.Default;

    /// <summary>Scales the image to fit into this size, keeping its proportions; null leaves it as it is.</summary>
    public Size? TargetSize { get; init; }

    /// <summary>Leaves out EXIF, and with it the orientation.</summary>
    public bool SkipMetadata { get; init; }

    /// <summary>Accepted and without effect: the stand-in reads the first frame alone.</summary>
    public uint MaxFrames
    {
        get => maxFrames;
        init => maxFrames = Math.Clamp(value, 1u, int.MaxValue);
    }

    internal static DecoderOptions Default { get; } = new();
}
