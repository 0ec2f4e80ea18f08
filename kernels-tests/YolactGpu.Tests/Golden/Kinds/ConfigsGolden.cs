using System.Collections.Immutable;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>
/// configs: every setting of the network and of detection equals the original's. Settings of training come with training.
/// </summary>
internal sealed class ConfigsGolden : IGoldenKind
{
    public bool Takes(string file) => file == "configs.json";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(entry.FilePath));
        return [.. document.RootElement.EnumerateObject().Select(config =>
        {
            string name = config.Name;
            JsonElement settings = config.Value.Clone();
            return YolactConfigs.All.Any(candidate => candidate.Name == name)
                ? new GoldenCase(name, _ => Run(YolactConfigs.Get(name), settings))
                : new GoldenCase(name, null);
        })];
    }

    private static void Run(YolactConfig config, JsonElement golden)
    {
        config.Check();
        using (Assert.EnterMultipleScope())
        {
            AssertGeneral(config, golden);
            AssertBackbone(config, golden.GetProperty("backbone"));
            AssertNetwork(config, golden);
            AssertMaskIoU(config, golden);
            AssertUnusedOptionsAreOff(golden);
        }
    }

    private static void AssertGeneral(YolactConfig config, JsonElement golden)
    {
        Assert.That(config.InputSize, Is.EqualTo(golden.GetProperty("max_size").GetInt32()));
        Assert.That(config.ClassCount, Is.EqualTo(golden.GetProperty("num_classes").GetInt32()));
        JsonElement dataset = golden.GetProperty("dataset");
        Assert.That(
            config.ClassNames, Is.EqualTo(dataset.GetProperty("class_names").EnumerateArray().Select(name => name.GetString())));
        if (dataset.TryGetProperty("label_map", out JsonElement map) && map.ValueKind == JsonValueKind.String)
        {
            IEnumerable<string> pairs = config.CategoryIds.Select((id, i) => $"{id}: {i + 1}");
            Assert.That($"{{{string.Join(", ", pairs)}}}", Is.EqualTo(map.GetString()));
        }

        Assert.That(config.Detection.ConfidenceThreshold, Is.EqualTo(golden.GetProperty("nms_conf_thresh").GetSingle()));
        Assert.That(config.Detection.IoUThreshold, Is.EqualTo(golden.GetProperty("nms_thresh").GetSingle()));
        Assert.That(config.Detection.TopKPerClass, Is.EqualTo(golden.GetProperty("nms_top_k").GetInt32()));
        Assert.That(config.Detection.MaxDetections, Is.EqualTo(golden.GetProperty("max_num_detections").GetInt32()));
        Assert.That(config.Detection.CropMasks, Is.EqualTo(golden.GetProperty("mask_proto_crop").GetBoolean()));
    }

    private static void AssertBackbone(YolactConfig config, JsonElement golden)
    {
        (string type, ImmutableArray<int> blocks) = config.Backbone switch
        {
            DarknetConfig darknet => ("DarkNetBackbone", darknet.Blocks),
            ResNetConfig resNet => ("ResNetBackbone", resNet.Blocks),
            _ => (config.Backbone.Description, []),
        };
        Assert.That(golden.GetProperty("type").GetString(), Is.EqualTo(type));
        Assert.That(blocks, Is.EqualTo(golden.GetProperty("args")[0].EnumerateArray().Select(n => n.GetInt32())));
        Assert.That(
            config.Backbone.SelectedStages, Is.EqualTo(golden.GetProperty("selected_layers").EnumerateArray().Select(n => n.GetInt32())));
        AssertDeformableBlocks(config.Backbone as ResNetConfig, golden.GetProperty("args"));
        JsonElement transform = golden.GetProperty("transform");
        PreprocessingConfig preprocessing = transform.GetProperty("normalize").GetBoolean() ? PreprocessingConfig.ResNet : PreprocessingConfig.Darknet;
        Assert.That(config.Preprocessing.Mean, Is.EqualTo(preprocessing.Mean));
        Assert.That(config.Preprocessing.StandardDeviation, Is.EqualTo(preprocessing.StandardDeviation));
        Assert.That(transform.GetProperty("channel_order").GetString(), Is.EqualTo("RGB"));
        Assert.That(transform.GetProperty("subtract_means").GetBoolean(), Is.False);
        Assert.That(
            config.Anchors.Scales.Select(scales => string.Join(",", scales)),
            Is.EqualTo(golden.GetProperty("pred_scales").EnumerateArray()
                .Select(scales => string.Join(",", scales.EnumerateArray().Select(scale => scale.GetDouble())))));
        Assert.That(
            config.Anchors.AspectRatios.Select(groups => string.Join(";", groups.Select(group => string.Join(",", group)))),
            Is.EqualTo(golden.GetProperty("pred_aspect_ratios").EnumerateArray().Select(groups => string.Join(
                ";", groups.EnumerateArray().Select(group => string.Join(",", group.EnumerateArray().Select(ratio => ratio.GetDouble())))))));
        Assert.That(config.Anchors.UsePixelScales, Is.EqualTo(golden.GetProperty("use_pixel_scales").GetBoolean()));
        Assert.That(config.Anchors.PreapplySquareRoot, Is.EqualTo(golden.GetProperty("preapply_sqrt").GetBoolean()));
        Assert.That(config.Anchors.UseSquareAnchors, Is.EqualTo(golden.GetProperty("use_square_anchors").GetBoolean()));
    }

    private static void AssertNetwork(YolactConfig config, JsonElement golden)
    {
        JsonElement fpn = golden.GetProperty("fpn");
        Assert.That(config.Fpn.Features, Is.EqualTo(fpn.GetProperty("num_features").GetInt32()));
        Assert.That(config.Fpn.DownsampleLevels, Is.EqualTo(fpn.GetProperty("num_downsample").GetInt32()));
        Assert.That(config.Fpn.ReluPredictionLayers, Is.EqualTo(fpn.GetProperty("relu_pred_layers").GetBoolean()));
        Assert.That(fpn.GetProperty("interpolation_mode").GetString(), Is.EqualTo("bilinear"));
        Assert.That(fpn.GetProperty("use_conv_downsample").GetBoolean() && fpn.GetProperty("pad").GetBoolean(), Is.True);
        Assert.That(fpn.GetProperty("relu_downsample_layers").GetBoolean(), Is.False);

        Assert.That(
            config.Protonet.Layers.Select(Describe),
            Is.EqualTo(golden.GetProperty("mask_proto_net").EnumerateArray().Select(Describe)));
        Assert.That(Enum.GetName(config.Protonet.PrototypeActivation), Is.EqualTo(Name("mask_proto_prototype_activation")).IgnoreCase);
        Assert.That(Enum.GetName(config.Head.CoefficientActivation), Is.EqualTo(Name("mask_proto_coeff_activation")).IgnoreCase);
        Assert.That(Enum.GetName(Activation.Sigmoid), Is.EqualTo(Name("mask_proto_mask_activation")).IgnoreCase);
        Assert.That(config.Protonet.PrototypeCount, Is.EqualTo(golden.GetProperty("mask_dim").GetInt32()));
        JsonElement head = golden.GetProperty("extra_head_net");
        Assert.That(head.GetArrayLength(), Is.EqualTo(1));
        Assert.That(Describe(head[0]), Is.EqualTo($"{config.Head.FeatureChannels(config.Fpn.Features)} 3 {{'padding': 1}}"));
        Assert.That(golden.GetProperty("head_layer_params").GetString(), Is.EqualTo("{'kernel_size': 3, 'padding': 1}"));

        string Name(string setting) => golden.GetProperty(setting).GetString()!;
    }

    private static void AssertDeformableBlocks(ResNetConfig? backbone, JsonElement arguments)
    {
        ImmutableArray<int> deformable = arguments.GetArrayLength() > 1 ? [.. arguments[1].EnumerateArray().Select(n => n.GetInt32())] : [];
        int interval = arguments.GetArrayLength() > 2 ? arguments[2].GetInt32() : 1;
        Assert.That(backbone?.DeformableBlocks ?? [], Is.EqualTo(deformable));
        Assert.That(backbone?.DeformableInterval ?? 1, Is.EqualTo(interval));
        Assert.That(backbone?.AtrousStages ?? [], Is.Empty);
    }

    /// <summary>The released YOLACT++ leaves rescore_bbox off, which its own display forces on; here there is one score.</summary>
    private static void AssertMaskIoU(YolactConfig config, JsonElement golden)
    {
        Assert.That(config.MaskIoU is not null, Is.EqualTo(golden.GetProperty("use_maskiou").GetBoolean()));
        Assert.That(config.MaskIoU is not null, Is.EqualTo(golden.GetProperty("rescore_mask").GetBoolean()));
        Assert.That(golden.GetProperty("rescore_bbox").GetBoolean(), Is.False);
        if (config.MaskIoU is { } net)
        {
            string[] layers = [.. net.Channels.Select(channels => $"{channels} {MaskIoUConfig.FilterSize} {{'stride': {MaskIoUConfig.Stride}}}")];
            Assert.That(layers, Is.EqualTo(golden.GetProperty("maskiou_net").EnumerateArray().Select(Describe)));
        }
    }

    /// <summary>What this network does not offer is off in the released configurations.</summary>
    private static void AssertUnusedOptionsAreOff(JsonElement golden)
    {
        string[] options =
        [
            "use_focal_loss", "use_sigmoid_focal_loss", "use_objectness_score",
            "use_yolo_regressors", "use_prediction_module", "use_coeff_nms", "use_instance_coeff", "use_mask_scoring",
            "preserve_aspect_ratio", "mask_proto_bias", "mask_proto_use_grid", "mask_proto_coeff_gate",
            "mask_proto_prototypes_as_features", "mask_proto_split_prototypes_by_head",
        ];
        Assert.That(options.Where(option => golden.GetProperty(option).GetBoolean()), Is.Empty);
        Assert.That(golden.GetProperty("share_prediction_module").GetBoolean(), Is.True);
        Assert.That(golden.GetProperty("extra_layers").EnumerateArray().Select(n => n.GetInt32()), Is.All.Zero);
    }

    private static string Describe(NetLayer layer) => layer switch
    {
        NetConvolution { Padding: 0 } c => $"{c.Channels} {c.FilterSize} {{}}",
        NetConvolution c => $"{c.Channels} {c.FilterSize} {{'padding': {c.Padding}}}",
        NetUpsampling u => $" -{u.Factor} {{}}",
        _ => layer.ToString(),
    };

    private static string Describe(JsonElement layer) => $"{layer[0]} {layer[1]} {layer[2].GetString()}";
}
