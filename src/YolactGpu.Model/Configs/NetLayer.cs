using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>
/// One layer of a small net: of the prototype net (mask_proto_net) or of what stands in front of the head's outputs
/// (extra_head_net). Each is followed by a relu, but for the last of the prototype net.
/// </summary>
public abstract record NetLayer;

/// <summary>A convolution with bias: (channels, size, {}).</summary>
/// <param name="Channels">Output channels.</param>
/// <param name="FilterSize">Side of the filter.</param>
/// <param name="Padding">Border of zeros.</param>
public sealed record NetConvolution(int Channels, int FilterSize, int Padding) : NetLayer
{
    /// <summary>Gets the step between windows.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Gets the distance between the taps of the filter.</summary>
    public int Dilation { get; init; } = 1;
}

/// <summary>A transposed convolution with bias: (channels, -size, {}).</summary>
/// <param name="Channels">Output channels.</param>
/// <param name="FilterSize">Side of the filter.</param>
public sealed record NetTransposedConvolution(int Channels, int FilterSize) : NetLayer
{
    /// <summary>Gets how far apart the input's pixels come to lie in the output.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Gets what is cut off of each side of the output.</summary>
    public int Padding { get; init; }

    /// <summary>Gets the rows and columns added at the bottom and the right.</summary>
    public int OutputPadding { get; init; }
}

/// <summary>Bilinear upsampling: (None, -factor, {}).</summary>
/// <param name="Factor">By how much both sides grow.</param>
public sealed record NetUpsampling(int Factor) : NetLayer;

/// <summary>The outputs of several nets over the same input, joined along the channels: ('cat', [net, net], {}).</summary>
/// <param name="Nets">The nets; in each the last layer is followed by a relu too.</param>
public sealed record NetConcatenation(ImmutableArray<ImmutableArray<NetLayer>> Nets) : NetLayer
{
    /// <inheritdoc/>
    public bool Equals(NetConcatenation? other) =>
        other is not null && Nets.Length == other.Nets.Length && Nets.Zip(other.Nets, (a, b) => a.SequenceEqual(b)).All(same => same);

    /// <inheritdoc/>
    public override int GetHashCode() => Nets.Sum(net => net.Length);
}

/// <summary>What is said of a whole net.</summary>
internal static class NetLayers
{
    /// <summary>Gives the channels that a net makes of <paramref name="inputs"/>.</summary>
    public static int Channels(IEnumerable<NetLayer> net, int inputs) => net.Aggregate(inputs, (channels, layer) => layer switch
    {
        NetConvolution convolution => convolution.Channels,
        NetTransposedConvolution transposed => transposed.Channels,
        NetConcatenation concatenation => concatenation.Nets.Sum(part => Channels(part, channels)),
        _ => channels,
    });

    /// <summary>Says what is wrong with a net, or gives null.</summary>
    public static string? Problem(ImmutableArray<NetLayer> net) => net.Select(Problem).FirstOrDefault(problem => problem is not null);

    private static string? Problem(NetLayer layer) => layer switch
    {
        NetConvolution c when c.Channels < 1 || c.FilterSize < 1 || c.Padding < 0 || c.Stride < 1 || c.Dilation < 1 =>
            $"{c}: channels, size, stride and dilation must be positive, the padding not negative",
        NetTransposedConvolution t when t.Channels < 1 || t.FilterSize < 1 || t.Padding < 0 || t.Stride < 1
            || t.OutputPadding < 0 || t.OutputPadding >= t.Stride =>
            $"{t}: channels, size and stride must be positive, the padding not negative, the output padding 0 to below the stride",
        NetUpsampling { Factor: < 1 } upsampling => $"{upsampling}: the factor must be positive",
        NetConcatenation concatenation when concatenation.Nets.IsDefaultOrEmpty || concatenation.Nets.Any(net => net.IsDefaultOrEmpty) =>
            "a concatenation must join at least one net, and each must have a layer",
        NetConcatenation concatenation => concatenation.Nets.Select(Problem).FirstOrDefault(problem => problem is not null),
        _ => null,
    };
}
