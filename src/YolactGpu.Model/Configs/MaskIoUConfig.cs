using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>The net of YOLACT++ that predicts how well a mask covers its object; scores are multiplied by what it says.</summary>
public sealed record MaskIoUConfig
{
    /// <summary>Side of the filters.</summary>
    public const int FilterSize = 3;

    /// <summary>Step between windows.</summary>
    public const int Stride = 2;

    /// <summary>Gets the output channels of the convolutions, which have no padding; one to the classes follows.</summary>
    public ImmutableArray<int> Channels { get; init; } = [8, 16, 32, 64, 128];

    /// <summary>Gets a value indicating whether scores are multiplied at all (rescore_mask); the net is loaded past where not.</summary>
    public bool Rescores { get; init; } = true;

    /// <summary>Gets the side of the smallest prototypes that leave one output pixel: 63 for five convolutions.</summary>
    public int SmallestInput => Channels.Aggregate(1, (size, _) => ((size - 1) * Stride) + FilterSize);

    /// <summary>Says what is wrong with the settings, or gives null.</summary>
    internal string? Problem() =>
        Channels.Length is >= 1 and <= 16 && Channels.All(channels => channels is >= 1 and <= 4096)
            ? null
            : $"Channels is [{string.Join(", ", Channels)}]; it must be 1 to 16 numbers from 1 to 4096.";
}
