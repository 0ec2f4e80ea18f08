using System.Collections.Immutable;
using System.Globalization;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;

namespace YolactGpu.Model.Weights;

/// <summary>
/// Reads from the shapes of a checkpoint what they tell of pyramid, prototype net and heads. They do not tell activations, how
/// levels are resized, the strides of a net and whether box centres are bound to their cell: these stay as released.
/// </summary>
internal sealed class NetworkShapes(CheckpointShapes shapes, string path)
{
    /// <summary>Extra levels that a network is taken to have at most: old files hold more, which it does not use.</summary>
    private const int KnownDownsampleLevels = 2;

    private const string Head = "prediction_layers.0";

    /// <summary>Gives a configuration with all that shapes tell but the backbone and the classes.</summary>
    /// <param name="config">The rest.</param>
    /// <param name="anchors">Anchors per cell of the first level.</param>
    public YolactConfig Read(YolactConfig config, int anchors)
    {
        FpnConfig fpn = ReadFpn();
        int levels = config.Backbone.SelectedStages.Length + fpn.DownsampleLevels;
        ImmutableArray<NetLayer> head = ReadNet($"{Head}.upfeature.", null);
        int seen = head.Length > 0
            ? shapes.Size($"{Head}.upfeature.0.weight", 1)
            : shapes.Size($"{Head}.bbox_layer.weight", 1);
        int masks = shapes.Size($"{Head}.mask_layer.weight", 0) / anchors;
        bool isDirect = shapes.Count("proto_net.") == 0;
        ImmutableArray<NetLayer> net = isDirect ? new ProtonetConfig().Layers : ReadNet("proto_net.", fpn.Features);
        int prototypes = NetLayers.Channels(net, fpn.Features);
        return config with
        {
            Fpn = fpn,
            Anchors = config.Anchors with
            {
                Scales = [.. config.Anchors.Scales.Take(levels)],
                AspectRatios = [.. config.Anchors.AspectRatios.Take(levels)],
            },
            Protonet = new ProtonetConfig
            {
                Layers = net,
                HasBias = !isDirect && masks == prototypes + 1,
                SplitsByLevel = !isDirect && masks != prototypes && masks * levels == prototypes,
                FeedsHeads = !isDirect && seen != fpn.Features && seen == fpn.Features + prototypes,
            },
            Head = config.Head with
            {
                IsShared = HeadCount() < 2,
                Layers = head,
                HasPredictionModule = shapes.Contains($"{Head}.block.conv1.weight"),
                ExtraBoxLayers = shapes.Count($"{Head}.bbox_extra."),
                ExtraClassLayers = shapes.Count($"{Head}.conf_extra."),
                ExtraMaskLayers = shapes.Count($"{Head}.mask_extra."),
                OutputFilterSize = shapes.Size($"{Head}.bbox_layer.weight", 2),
                HasCoefficientGate = shapes.Contains($"{Head}.gate_layer.weight"),
                HasMaskScores = shapes.Contains($"{Head}.score_layer.weight"),
                InstanceCoefficients = shapes.Contains($"{Head}.inst_layer.weight") ? shapes.Size($"{Head}.inst_layer.weight", 0) / anchors : 0,
                DirectMaskSize = isDirect ? SideOf(masks) : null,
            },
            HasSemanticBranch = shapes.Contains("semantic_seg_conv.weight"),
            HasClassExistenceBranch = shapes.Contains("class_existence_fc.weight"),
        };
    }

    private FpnConfig ReadFpn()
    {
        int laterals = shapes.Count("fpn.lat_layers.");
        int downsampling = shapes.Count("fpn.downsample_layers.");
        int levels = HeadCount() > 1 ? Math.Max(HeadCount() - laterals, 0)
            : downsampling == 0 ? KnownDownsampleLevels
            : Math.Min(downsampling, KnownDownsampleLevels);
        return new FpnConfig
        {
            Features = shapes.Size("fpn.lat_layers.0.weight", 0),
            DownsampleLevels = levels,
            DownsamplesByConvolution = downsampling > 0 || levels == 0,
        };
    }

    private int HeadCount() => shapes.Names.Count(name =>
        name.StartsWith("prediction_layers.", StringComparison.Ordinal) && name.EndsWith(".bbox_layer.weight", StringComparison.Ordinal));

    /// <summary>Reads the layers behind a prefix: convolutions that keep the size; where a number is left out, an upsampling by 2.</summary>
    /// <param name="prefix">Path with a dot.</param>
    /// <param name="inputs">Channels of the net's input, where they are known.</param>
    private ImmutableArray<NetLayer> ReadNet(string prefix, int? inputs)
    {
        int[] indices =
        [
            .. shapes.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => int.TryParse(name[prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1)
                .Distinct(),
        ];
        if (indices.Any(index => index is < 0 or > 200 || index % 2 != 0)
            || shapes.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.Contains(".nets.", StringComparison.Ordinal)))
        {
            throw Untold(prefix, "joins nets, or its layers have other numbers");
        }

        List<NetLayer> net = [];
        int? channels = inputs;
        for (int index = 0; indices.Length > 0 && index <= indices.Max(); index += 2)
        {
            if (!indices.Contains(index))
            {
                net.Add(new NetUpsampling(2));
                continue;
            }

            string weight = $"{prefix}{index}.weight";
            int size = shapes.Size(weight, 2);
            if (channels is { } known && shapes.Size(weight, 1) != known && shapes.Size(weight, 0) == known)
            {
                throw Untold(prefix, $"has a transposed convolution at {index}");
            }

            channels = shapes.Size(weight, 0);
            net.Add(new NetConvolution(channels.Value, size, size / 2));
        }

        return [.. net];
    }

    private int SideOf(int pixels)
    {
        int side = (int)Math.Sqrt(pixels);
        return side * side == pixels
            ? side
            : throw new WeightsException(path, $"has no prototype net, so that its masks are direct, but {pixels} mask outputs per anchor; a square is needed");
    }

    private WeightsException Untold(string prefix, string what) =>
        new(path, $"has a net at {prefix.TrimEnd('.')} that {what}; shapes do not tell such a net, so that its configuration must be given");
}
