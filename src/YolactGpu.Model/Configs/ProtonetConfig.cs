using System.Collections.Immutable;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Model.Configs;

/// <summary>The prototype net, and how masks are made of prototypes and coefficients.</summary>
public sealed record ProtonetConfig
{
    /// <summary>Gets the pyramid level that it works on, 0 for P3 (mask_proto_src).</summary>
    public int SourceLevel { get; init; }

    /// <summary>Gets the layers (mask_proto_net); <see cref="NetLayerParser"/> reads the original's notation.</summary>
    public ImmutableArray<NetLayer> Layers { get; init; } =
    [
        new NetConvolution(256, 3, 1),
        new NetConvolution(256, 3, 1),
        new NetConvolution(256, 3, 1),
        new NetUpsampling(2),
        new NetConvolution(256, 3, 1),
        new NetConvolution(32, 1, 0),
    ];

    /// <summary>Gets the activation of the prototypes (mask_proto_prototype_activation).</summary>
    public Activation PrototypeActivation { get; init; } = Activation.Relu;

    /// <summary>
    /// Gets a value indicating whether a softmax takes the place of <see cref="PrototypeActivation"/> (mask_proto_prototype_activation:
    /// softmax). As in the original it runs along each row of a prototype, not over the prototypes.
    /// </summary>
    public bool HasPrototypeSoftmax { get; init; }

    /// <summary>Gets the activation of the masks (mask_proto_mask_activation); a pixel is set where it is above a half.</summary>
    public Activation MaskActivation { get; init; } = Activation.Sigmoid;

    /// <summary>Gets a value indicating whether a prototype of ones is added, whose coefficient is a bias (mask_proto_bias).</summary>
    public bool HasBias { get; init; }

    /// <summary>Gets a value indicating whether the heads see the prototypes too, resized (mask_proto_prototypes_as_features).</summary>
    public bool FeedsHeads { get; init; }

    /// <summary>Gets a value indicating whether each level has prototypes of its own, as many (mask_proto_split_prototypes_by_head).</summary>
    public bool SplitsByLevel { get; init; }

    /// <summary>Gets the number of prototypes, which is the number of mask coefficients of an instance.</summary>
    public int PrototypeCount => NetLayers.Channels(Layers, 0) + (HasBias ? 1 : 0);

    /// <summary>Says what is wrong with the settings for a pyramid, or gives null.</summary>
    internal string? Problem(int levels)
    {
        if (SourceLevel < 0 || SourceLevel >= levels)
        {
            return $"SourceLevel is {SourceLevel}; the pyramid has the levels 0 to {levels - 1}.";
        }

        if (Layers.IsDefaultOrEmpty || Layers[^1] is not NetConvolution)
        {
            return "must end in a convolution, which makes the prototypes.";
        }

        if (NetLayers.Problem(Layers) is { } problem)
        {
            return $"has the layer {problem}.";
        }

        if (FeedsHeads && (HasBias || SplitsByLevel))
        {
            return $"FeedsHeads cannot go with {(HasBias ? nameof(HasBias) : nameof(SplitsByLevel))}: the original's heads then see other channels than they were made for.";
        }

        return SplitsByLevel && PrototypeCount % levels != 0
            ? $"SplitsByLevel shares {PrototypeCount} prototypes among {levels} levels; each must have as many."
            : null;
    }
}
