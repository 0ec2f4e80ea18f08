using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Model.Backbones;

namespace YolactGpu.Model.Configs;

/// <summary>A ResNet of bottleneck blocks. The stride sits on the 3x3 convolution, as in torchvision.</summary>
public sealed record ResNetConfig : BackboneConfig
{
    /// <summary>Widening of a bottleneck block: its output has this many times its planes.</summary>
    public const int Expansion = 4;

    /// <summary>Gets the number of blocks of each stage: 3, 4, 6, 3 for ResNet-50.</summary>
    public required ImmutableArray<int> Blocks { get; init; }

    /// <summary>Gets the inner width of each stage's blocks.</summary>
    public ImmutableArray<int> Planes { get; init; } = [64, 128, 256, 512];

    /// <summary>Gets the channels of the 7x7 stem.</summary>
    public int StemChannels { get; init; } = 64;

    /// <inheritdoc/>
    public override ImmutableArray<int> SelectedStages { get; init; } = [1, 2, 3];

    /// <inheritdoc/>
    public override string Description => $"ResNet {string.Join('-', Blocks)}";

    /// <inheritdoc/>
    internal override int StageCount => Blocks.Length;

    /// <inheritdoc/>
    internal override ImmutableArray<Value> Build(LayerBuilder layers, Value image) => ResNet.Build(layers, image, this);

    /// <inheritdoc/>
    internal override bool HasSizesOf(BackboneConfig other) =>
        other is ResNetConfig resNet
        && Blocks.SequenceEqual(resNet.Blocks)
        && Planes.SequenceEqual(resNet.Planes)
        && StemChannels == resNet.StemChannels;

    /// <inheritdoc/>
    internal override string? Problem() =>
        Blocks.Length == Planes.Length
            ? base.Problem()
            : $"has {Blocks.Length} stages of blocks and {Planes.Length} of planes; there must be as many.";
}
