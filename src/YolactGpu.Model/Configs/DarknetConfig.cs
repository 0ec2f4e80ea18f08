using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Model.Backbones;

namespace YolactGpu.Model.Configs;

/// <summary>
/// A Darknet of residual blocks, as in YOLOv3. Its networks take images as value / 255
/// (<see cref="PreprocessingConfig.Darknet"/>).
/// </summary>
public sealed record DarknetConfig : BackboneConfig
{
    /// <summary>Widening of a block: its output has this many times its planes.</summary>
    public const int Expansion = 2;

    /// <summary>Gets the number of residual blocks of each stage, beside the convolution of stride 2 that opens it: 1, 2, 8, 8, 4 for Darknet-53.</summary>
    public required ImmutableArray<int> Blocks { get; init; }

    /// <summary>Gets the inner width of each stage's blocks.</summary>
    public ImmutableArray<int> Planes { get; init; } = [32, 64, 128, 256, 512];

    /// <summary>Gets the channels of the 3x3 convolution in front of the stages.</summary>
    public int StemChannels { get; init; } = 32;

    /// <inheritdoc/>
    public override ImmutableArray<int> SelectedStages { get; init; } = [2, 3, 4];

    /// <inheritdoc/>
    public override string Description => $"Darknet {string.Join('-', Blocks)}";

    /// <inheritdoc/>
    internal override int StageCount => Blocks.Length;

    /// <inheritdoc/>
    internal override ImmutableArray<Value> Build(LayerBuilder layers, Value image) => Darknet.Build(layers, image, this);

    /// <inheritdoc/>
    internal override bool HasSizesOf(BackboneConfig other) =>
        other is DarknetConfig darknet
        && Blocks.SequenceEqual(darknet.Blocks)
        && Planes.SequenceEqual(darknet.Planes)
        && StemChannels == darknet.StemChannels;

    /// <inheritdoc/>
    internal override string? Problem() =>
        Blocks.Length == Planes.Length
            ? base.Problem()
            : $"has {Blocks.Length} stages of blocks and {Planes.Length} of planes; there must be as many.";
}
