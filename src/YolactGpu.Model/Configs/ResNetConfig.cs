using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>A ResNet of bottleneck blocks. The stride sits on the 3x3 convolution, as in torchvision.</summary>
public sealed record ResNetConfig
{
    /// <summary>Widening of a bottleneck block: its output has this many times its planes.</summary>
    public const int Expansion = 4;

    /// <summary>Gets the number of blocks of each stage: 3, 4, 6, 3 for ResNet-50.</summary>
    public required ImmutableArray<int> Blocks { get; init; }

    /// <summary>Gets the inner width of each stage's blocks.</summary>
    public ImmutableArray<int> Planes { get; init; } = [64, 128, 256, 512];

    /// <summary>Gets the channels of the 7x7 stem.</summary>
    public int StemChannels { get; init; } = 64;

    /// <summary>Gets the stages that feed the pyramid, shallowest first, counted from 0: C3, C4, C5.</summary>
    public ImmutableArray<int> SelectedStages { get; init; } = [1, 2, 3];

    /// <summary>Gets what batch norm adds to the variance.</summary>
    public float BatchNormEpsilon { get; init; } = 1e-5f;
}
