using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Heads;
using YolactGpu.Weights;

namespace YolactGpu.Model.Weights;

/// <summary>
/// Finds the configuration that a weights file is for: from its metadata ("config"), from its file name as the original names
/// files (config_epoch_iteration.pth), or else from the shapes of its tensors. A name counts only where the shapes agree. A
/// network of other sizes or classes than the released ones, and without a name, gets a configuration of its own, called
/// custom, with everything that shapes do not tell taken from yolact_resnet50.
/// <para>Shapes do not tell what the classes are. They come from the metadata ("class_names", one a line), else from the
/// configuration where their number agrees; else 80 are taken for COCO's, 20 for Pascal's, and others are numbered.</para>
/// </summary>
public static partial class ConfigRecognizer
{
    /// <summary>Recognises the configuration.</summary>
    /// <exception cref="WeightsException">The file does not hold a YOLACT network that this library knows.</exception>
    public static YolactConfig Recognize(IWeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        (YolactConfig sizes, int classCount) = ReadSizes(file);
        YolactConfig[] candidates = [.. YolactConfigs.All.Where(config => HasSizesOf(config, sizes))];
        string?[] names = [file.Metadata.GetValueOrDefault("config"), NameOf(file.Path)];
        YolactConfig found = names
            .Select(name => candidates.FirstOrDefault(config => config.Name == name))
            .FirstOrDefault(config => config is not null)
            ?? candidates.FirstOrDefault(config => config.ClassNames.Length == classCount)
            ?? sizes with { Name = "custom" };
        string[]? given = file.Metadata.GetValueOrDefault("class_names")?.Split('\n');
        if (given?.Length == classCount)
        {
            return WithClasses(found, [.. given]);
        }

        return found.ClassNames.Length == classCount ? found : WithClasses(found, DatasetNames(classCount));
    }

    private static (YolactConfig Sizes, int ClassCount) ReadSizes(IWeightFile file)
    {
        CheckpointShapes shapes = new(file);
        if (CheckpointNames.AreImageNet(shapes.Names))
        {
            throw new WeightsException(file.Path, "holds an ImageNet backbone, from which training starts; a whole YOLACT network is needed");
        }

        int boxOutputs = shapes.Size("prediction_layers.0.bbox_layer.weight", 0);
        int anchors = boxOutputs / 4;
        if (anchors is not (3 or 9) || boxOutputs % 4 != 0)
        {
            throw new WeightsException(
                file.Path, $"has {boxOutputs} box outputs per cell; there must be 4 for each of 3 anchors, or of 9 as in YOLACT++");
        }

        int classOutputs = shapes.Size("prediction_layers.0.conf_layer.weight", 0);
        int classCount = (classOutputs / anchors) - 1;
        if (classCount < 1 || classOutputs % anchors != 0)
        {
            throw new WeightsException(
                file.Path, $"has {classOutputs} class outputs per cell; {anchors} anchors with the background and at least one class each are needed");
        }

        BackboneConfig backbone = ReadBackbone(file, shapes);
        YolactConfig sizes = YolactConfigs.ResNet50 with
        {
            Backbone = backbone,
            Preprocessing = backbone is DarknetConfig ? PreprocessingConfig.Darknet : PreprocessingConfig.ResNet,
            Anchors = anchors == 9 ? YolactConfigs.PlusResNet50.Anchors : YolactConfigs.ResNet50.Anchors,
            MaskIoU = ReadMaskIoU(shapes),
            Head = new HeadConfig { Keypoints = ReadKeypoints(file, shapes, anchors) },
        };

        return (new NetworkShapes(shapes, file.Path).Read(sizes, anchors), classCount);
    }

    private static ResNetConfig ReadDeformableBlocks(IWeightFile file, CheckpointShapes shapes, ResNetConfig backbone) =>
        DeformablePlacement.Find(
            backbone, (stage, block) => shapes.Contains($"backbone.layers.{stage}.{block}.conv2.conv_offset_mask.weight"))
        ?? throw new WeightsException(
            file.Path, "holds deformable convolutions in blocks that no count per stage and interval, as YOLACT++ has them, leads to");

    private static MaskIoUConfig? ReadMaskIoU(CheckpointShapes shapes)
    {
        // Weights and biases of the convolutions; the last one leads to the classes.
        int layers = shapes.Count("maskiou_net.maskiou_net.");
        return layers < 2
            ? null
            : new MaskIoUConfig
            {
                Channels = [.. Enumerable.Range(0, layers - 1).Select(i => shapes.Size($"maskiou_net.maskiou_net.{2 * i}.weight", 0))],
            };
    }

    /// <summary>Reads the number of keypoints; 17 are taken for those of COCO's persons, others are numbered.</summary>
    private static KeypointConfig? ReadKeypoints(IWeightFile file, CheckpointShapes shapes, int anchors)
    {
        string offsetName = $"prediction_layers.0.{KeypointBranch.OffsetLayer}.weight";
        string visibilityName = $"prediction_layers.0.{KeypointBranch.VisibilityLayer}.weight";
        if (!shapes.Names.Contains(offsetName) && !shapes.Names.Contains(visibilityName))
        {
            return null;
        }

        int offsets = shapes.Size(offsetName, 0);
        int visibility = shapes.Size(visibilityName, 0);
        if (visibility % anchors != 0 || offsets != 2 * visibility)
        {
            throw new WeightsException(
                file.Path,
                $"has {offsets} keypoint offsets and {visibility} keypoint visibilities per cell; {anchors} anchors with 2 and 1 for each keypoint are needed");
        }

        int count = visibility / anchors;
        return count == KeypointConfig.CocoPerson.Names.Length
            ? KeypointConfig.CocoPerson
            : new KeypointConfig { Names = Numbered("keypoint", count) };
    }

    private static BackboneConfig ReadBackbone(IWeightFile file, CheckpointShapes shapes)
    {
        return shapes.Contains("backbone._preconv.0.weight")
            ? new DarknetConfig
            {
                // Beside its blocks a stage holds the convolution that opens it.
                Blocks = PerStage(5, stage => shapes.Count($"backbone.layers.{stage}.") - 1),
                Planes = PerStage(5, stage => shapes.Size($"backbone.layers.{stage}.0.0.weight", 0) / DarknetConfig.Expansion),
                StemChannels = shapes.Size("backbone._preconv.0.weight", 0),
            }
            : ReadDeformableBlocks(file, shapes, new ResNetConfig
            {
                Blocks = PerStage(4, stage => shapes.Count($"backbone.layers.{stage}.")),
                Planes = PerStage(4, stage => shapes.Size($"backbone.layers.{stage}.0.conv1.weight", 0)),
                StemChannels = shapes.Size("backbone.conv1.weight", 0),
            });

        static ImmutableArray<int> PerStage(int stages, Func<int, int> number) => [.. Enumerable.Range(0, stages).Select(number)];
    }

    private static ImmutableArray<string> DatasetNames(int count) => count switch
    {
        80 => ClassNames.Coco,
        20 => ClassNames.Pascal,
        _ => Numbered("class", count),
    };

    private static ImmutableArray<string> Numbered(string what, int count) =>
        [.. Enumerable.Range(1, count).Select(i => $"{what} {i.ToString(CultureInfo.InvariantCulture)}")];

    private static YolactConfig WithClasses(YolactConfig config, ImmutableArray<string> names) =>
        config.ClassNames.SequenceEqual(names)
            ? config
            : config with
            {
                ClassNames = names,
                CategoryIds = names.SequenceEqual(ClassNames.Coco) ? ClassNames.CocoCategoryIds : [.. Enumerable.Range(1, names.Length)],
            };

    private static bool HasSizesOf(YolactConfig a, YolactConfig b) =>
        a.Backbone.HasSizesOf(b.Backbone)
        && a.Fpn == b.Fpn
        && a.Protonet.Layers.SequenceEqual(b.Protonet.Layers)
        && a.Protonet with { Layers = [] } == b.Protonet with { Layers = [] }
        && a.Anchors.AnchorsPerCell(0) == b.Anchors.AnchorsPerCell(0)
        && (a.MaskIoU?.Channels ?? []).SequenceEqual(b.MaskIoU?.Channels ?? [])
        && a.Head.Layers.SequenceEqual(b.Head.Layers)
        && a.Head.Keypoints?.Names.Length == b.Head.Keypoints?.Names.Length
        && a.Head with { Layers = [], Keypoints = null } == b.Head with { Layers = [], Keypoints = null }
        && a.HasSemanticBranch == b.HasSemanticBranch
        && a.HasClassExistenceBranch == b.HasClassExistenceBranch;

    private static string NameOf(string path) => EpochAndIteration().Replace(Path.GetFileNameWithoutExtension(path), "");

    [GeneratedRegex("(_[0-9]+_[0-9]+)(_interrupt)?$")]
    private static partial Regex EpochAndIteration();
}
