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

    /// <summary>
    /// Gets for each stage how many of its blocks, counted from the last, have a deformable 3x3 convolution (the original's
    /// dcn_layers); none where it is empty.
    /// </summary>
    public ImmutableArray<int> DeformableBlocks { get; init; } = [];

    /// <summary>
    /// Gets the interval of deformable blocks (the original's dcn_interval): beside the first only blocks at multiples of it.
    /// </summary>
    public int DeformableInterval { get; init; } = 1;

    /// <summary>
    /// Gets the stages, counted from 0, that keep the size of their input (the original's atrous_layers): the stride of their
    /// first block is 1, and its 3x3 convolution spreads its taps. The distance of taps grows by 1 with each such stage, and the first
    /// blocks of stages behind keep it.
    /// </summary>
    public ImmutableArray<int> AtrousStages { get; init; } = [];

    /// <inheritdoc/>
    public override string Description => DeformableBlocks.All(count => count == 0)
        ? $"ResNet {string.Join('-', Blocks)}"
        : $"ResNet {string.Join('-', Blocks)}, deformable {string.Join('-', DeformableBlocks)} at interval {DeformableInterval}";

    /// <summary>
    /// Tells whether a block's 3x3 convolution is deformable. The first block's is where all blocks of its stage are asked for,
    /// whatever the interval; another's is where it is among the last so many and its index is a multiple of the interval.
    /// </summary>
    public bool IsDeformable(int stage, int block)
    {
        int last = stage < DeformableBlocks.Length ? DeformableBlocks[stage] : 0;
        return block == 0 ? last >= Blocks[stage] : (block + last >= Blocks[stage] && block % DeformableInterval == 0);
    }

    /// <inheritdoc/>
    internal override int StageCount => Blocks.Length;

    /// <inheritdoc/>
    internal override ImmutableArray<Value> Build(LayerBuilder layers, Value image) => ResNet.Build(layers, image, this);

    /// <inheritdoc/>
    internal override bool HasSizesOf(BackboneConfig other) =>
        other is ResNetConfig resNet
        && Blocks.SequenceEqual(resNet.Blocks)
        && Planes.SequenceEqual(resNet.Planes)
        && StemChannels == resNet.StemChannels
        && HasDeformableBlocksOf(resNet);

    /// <inheritdoc/>
    internal override string? Problem() =>
        Blocks.Length == Planes.Length
            ? base.Problem() ?? BlockProblem()
            : $"has {Blocks.Length} stages of blocks and {Planes.Length} of planes; there must be as many.";

    /// <summary>Tells whether another backbone of as many blocks has the same ones deformable.</summary>
    private bool HasDeformableBlocksOf(ResNetConfig other) =>
        Blocks.Select((count, stage) => Enumerable.Range(0, count).All(block => IsDeformable(stage, block) == other.IsDeformable(stage, block)))
            .All(same => same);

    /// <summary>Says what is wrong with the deformable and the atrous blocks, or gives null.</summary>
    private string? BlockProblem()
    {
        if (DeformableBlocks.Length != 0 && (DeformableBlocks.Length != Blocks.Length || DeformableBlocks.Any(count => count < 0)))
        {
            return $"DeformableBlocks is [{string.Join(", ", DeformableBlocks)}]; it must be a number, at least 0, for each of the {Blocks.Length} stages.";
        }

        if (DeformableInterval < 1)
        {
            return $"DeformableInterval is {DeformableInterval}; it must be at least 1.";
        }

        if (AtrousStages.Any(stage => stage < 0 || stage >= Blocks.Length) || AtrousStages.Distinct().Count() != AtrousStages.Length)
        {
            return $"AtrousStages is [{string.Join(", ", AtrousStages)}]; it must name some of the {Blocks.Length} stages, counted from 0, each once.";
        }

        // The original's offset convolution knows no dilation, so that its output and the convolution's would differ in size.
        int firstAtrous = AtrousStages.IsEmpty ? Blocks.Length : AtrousStages.Min();
        for (int stage = firstAtrous; stage < Blocks.Length; stage++)
        {
            if (IsDeformable(stage, 0))
            {
                return $"stage {stage} is at or behind an atrous stage, so that its first block must not be deformable.";
            }
        }

        return null;
    }
}
