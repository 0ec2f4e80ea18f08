using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;

namespace YolactGpu.Model.Weights;

/// <summary>
/// Finds the configuration that a weights file is for: from its metadata, from its file name as the original names files
/// (config_epoch_iteration.pth), or else from the shapes of its tensors. A network of other sizes than the released ones
/// gets a configuration of its own, with everything that shapes do not tell taken from yolact_resnet50.
/// </summary>
public static partial class ConfigRecognizer
{
    /// <summary>Recognises the configuration.</summary>
    /// <exception cref="WeightsException">The file does not hold a YOLACT network that this library knows.</exception>
    public static YolactConfig Recognize(IWeightFile file)
    {
        Shapes shapes = new(file);
        YolactConfig found = FromShapes(file, shapes);
        foreach (string name in new[] { file.Metadata.GetValueOrDefault("config"), NameOf(file.Path) }.OfType<string>())
        {
            YolactConfig? named = YolactConfigs.All.FirstOrDefault(config => config.Name == name);
            if (named is not null && HasSizesOf(named, found))
            {
                found = named with { ClassNames = found.ClassNames, CategoryIds = found.CategoryIds };
                break;
            }
        }

        return found;
    }

    private static YolactConfig FromShapes(IWeightFile file, Shapes shapes)
    {
        if (shapes.HasAny(name => name.StartsWith("backbone._preconv", StringComparison.Ordinal)))
        {
            throw new WeightsException(file.Path, "holds a Darknet-53 backbone; only ResNet backbones are supported so far");
        }

        if (shapes.HasAny(name => name.Contains("conv_offset_mask", StringComparison.Ordinal)))
        {
            throw new WeightsException(file.Path, "holds deformable convolutions (YOLACT++), which are not supported so far");
        }

        ImmutableArray<int> blocks = [.. Enumerable.Range(0, 4).Select(stage => shapes.Count($"backbone.layers.{stage}."))];
        int boxOutputs = shapes.Size("prediction_layers.0.bbox_layer.weight", 0);
        int anchors = boxOutputs / 4;
        if (anchors != 3 || boxOutputs % 4 != 0)
        {
            throw new WeightsException(file.Path, $"has {boxOutputs} box outputs per cell; 3 anchors with 4 each are supported so far");
        }

        int classOutputs = shapes.Size("prediction_layers.0.conf_layer.weight", 0);
        YolactConfig found = YolactConfigs.ResNet50 with
        {
            Backbone = new ResNetConfig
            {
                Blocks = blocks,
                Planes = [.. Enumerable.Range(0, 4).Select(stage => shapes.Size($"backbone.layers.{stage}.0.conv1.weight", 0))],
                StemChannels = shapes.Size("backbone.conv1.weight", 0),
            },
            Fpn = new FpnConfig { Features = shapes.Size("fpn.lat_layers.0.weight", 0) },
            Protonet = new ProtonetConfig
            {
                Layers = [.. new ProtonetConfig().Layers.Select((layer, i) => layer is ProtonetConvolution c
                    ? c with { Channels = shapes.Size($"proto_net.{2 * i}.weight", 0) }
                    : layer)],
            },
            Head = new HeadConfig { FeatureChannels = shapes.Size("prediction_layers.0.upfeature.0.weight", 0) },
        };

        found = WithClasses(found, (classOutputs / anchors) - 1, file.Metadata.GetValueOrDefault("class_names"));
        return YolactConfigs.All.FirstOrDefault(config => HasSizesOf(config, found) && config.ClassNames.SequenceEqual(found.ClassNames))
            ?? found with { Name = "custom" };
    }

    private static YolactConfig WithClasses(YolactConfig config, int count, string? names)
    {
        YolactConfig? released = YolactConfigs.All.FirstOrDefault(candidate => candidate.ClassNames.Length == count);
        ImmutableArray<string> given = names is null ? [] : [.. names.Split('\n')];
        if (given.Length != count)
        {
            given = released?.ClassNames
                ?? [.. Enumerable.Range(1, count).Select(i => $"class {i.ToString(CultureInfo.InvariantCulture)}")];
        }

        bool areReleased = released is not null && given.SequenceEqual(released.ClassNames);
        return config with
        {
            ClassNames = given,
            CategoryIds = areReleased ? released!.CategoryIds : [.. Enumerable.Range(1, count)],
        };
    }

    private static bool HasSizesOf(YolactConfig a, YolactConfig b) =>
        a.ClassCount == b.ClassCount
        && a.Backbone.Blocks.SequenceEqual(b.Backbone.Blocks)
        && a.Backbone.Planes.SequenceEqual(b.Backbone.Planes)
        && a.Backbone.StemChannels == b.Backbone.StemChannels
        && a.Fpn.Features == b.Fpn.Features
        && a.Protonet.Layers.SequenceEqual(b.Protonet.Layers)
        && a.Head.FeatureChannels == b.Head.FeatureChannels;

    private static string NameOf(string path) => EpochAndIteration().Replace(Path.GetFileNameWithoutExtension(path), "");

    [GeneratedRegex("(_[0-9]+_[0-9]+)(_interrupt)?$")]
    private static partial Regex EpochAndIteration();

    /// <summary>The shapes of a file's tensors by name.</summary>
    private sealed class Shapes(IWeightFile file)
    {
        private readonly Dictionary<string, IReadOnlyList<long>> shapes = WeightNames
            .WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name))
            .ToDictionary(pair => pair.Key, pair => file.GetTensor(pair.Value).Shape);

        public bool HasAny(Func<string, bool> condition) => shapes.Keys.Any(condition);

        public int Size(string name, int axis)
        {
            if (!shapes.TryGetValue(name, out IReadOnlyList<long>? shape))
            {
                throw new WeightsException(
                    file.Path, $"holds no YOLACT network: {name} is missing among its {shapes.Count} tensors");
            }

            return axis < shape.Count && shape[axis] is > 0 and <= 65536
                ? (int)shape[axis]
                : throw new WeightsException(file.Path, $"has the shape [{string.Join(", ", shape)}]; a filter was expected", name);
        }

        /// <summary>Counts the different numbers that follow a prefix.</summary>
        public int Count(string prefix) => shapes.Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split('.')[0])
            .Distinct()
            .Count();
    }
}
