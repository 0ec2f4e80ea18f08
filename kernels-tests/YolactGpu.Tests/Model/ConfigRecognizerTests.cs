using NUnit.Framework;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Library;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Model;

public sealed class ConfigRecognizerTests
{
    private static IEnumerable<string> ReleasedNames => YolactConfigs.All.Select(config => config.Name);

    [TestCaseSource(nameof(ReleasedNames))]
    public void A_released_configuration_is_recognised_by_the_name_of_the_file(string name)
    {
        YolactConfig config = YolactConfigs.Get(name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ConfigRecognizer.Recognize(new ShapesOnlyFile($"weights/{name}_54_800000.pth", config)), Is.SameAs(config));
            Assert.That(ConfigRecognizer.Recognize(new ShapesOnlyFile($"{name}_7_300_interrupt.pth", config)), Is.SameAs(config));
            Assert.That(ConfigRecognizer.Recognize(new ShapesOnlyFile($"{name}.safetensors", config)), Is.SameAs(config));
        }
    }

    [TestCaseSource(nameof(ReleasedNames))]
    public void A_released_configuration_is_recognised_by_the_metadata(string name)
    {
        ShapesOnlyFile file = new("model.safetensors", YolactConfigs.Get(name));
        file.Metadata["config"] = name;

        Assert.That(ConfigRecognizer.Recognize(file), Is.SameAs(YolactConfigs.Get(name)));
    }

    [TestCase("yolact_base", "yolact_base")]
    [TestCase("yolact_resnet50", "yolact_resnet50")]
    [TestCase("yolact_resnet50_pascal", "yolact_resnet50_pascal")]
    [TestCase("yolact_person", "yolact_person")]
    [TestCase("yolact_person_keypoints", "yolact_person_keypoints")]
    [TestCase("yolact_plus_base", "yolact_plus_base")]
    [TestCase("yolact_plus_resnet50", "yolact_plus_resnet50")]
    [TestCase("yolact_im400", "yolact_base")]
    [TestCase("yolact_im700", "yolact_base")]
    public void Without_a_name_the_shapes_decide_and_cannot_tell_input_sizes(string config, string recognised) =>
        Assert.That(
            ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", YolactConfigs.Get(config))),
            Is.SameAs(YolactConfigs.Get(recognised)));

    [Test]
    public void A_name_counts_only_where_the_shapes_agree() =>
        Assert.That(
            ConfigRecognizer.Recognize(new ShapesOnlyFile("yolact_base_54_800000.pth", YolactConfigs.ResNet50)),
            Is.SameAs(YolactConfigs.ResNet50));

    [Test]
    public void The_prefix_of_data_parallel_training_is_passed_over()
    {
        ShapesOnlyFile file = new("model.pth", YolactConfigs.ResNet50);
        file.Rename(name => $"module.{name}");

        Assert.That(ConfigRecognizer.Recognize(file), Is.SameAs(YolactConfigs.ResNet50));
    }

    [TestCase(1, "class 1")]
    [TestCase(5, "class 1|class 2|class 3|class 4|class 5")]
    public void Other_numbers_of_classes_are_numbered(int count, string names)
    {
        YolactConfig own = YolactConfigs.Base with
        {
            ClassNames = [.. Enumerable.Range(0, count).Select(i => $"own {i}")],
            CategoryIds = [.. Enumerable.Range(1, count)],
        };

        YolactConfig found = ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", own));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Name, Is.EqualTo("custom"));
            Assert.That(string.Join('|', found.ClassNames), Is.EqualTo(names));
            Assert.That(found.CategoryIds, Is.EqualTo(Enumerable.Range(1, count)));
            Assert.That(found.Backbone.HasSizesOf(YolactConfigs.Base.Backbone));
        }
    }

    [Test]
    public void The_name_of_the_file_gives_the_input_size_of_own_classes_too()
    {
        YolactConfig own = YolactConfigs.Im700 with { ClassNames = ["a", "b"], CategoryIds = [1, 2] };

        YolactConfig found = ConfigRecognizer.Recognize(new ShapesOnlyFile("yolact_im700_10_5000.pth", own));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.InputSize, Is.EqualTo(700));
            Assert.That(found.Anchors, Is.SameAs(YolactConfigs.Im700.Anchors));
            Assert.That(found.ClassNames, Is.EqualTo(new[] { "class 1", "class 2" }));
        }
    }

    [Test]
    public void The_metadata_names_the_classes()
    {
        ShapesOnlyFile file = new("model.safetensors", TinyNetwork.Config);
        file.Metadata["class_names"] = "cat\ndog\nbird";

        Assert.That(ConfigRecognizer.Recognize(file).ClassNames, Is.EqualTo(new[] { "cat", "dog", "bird" }));
    }

    [Test]
    public void Class_names_of_another_number_are_passed_over()
    {
        ShapesOnlyFile file = new("model.safetensors", TinyNetwork.Config);
        file.Metadata["class_names"] = "cat\ndog";

        Assert.That(ConfigRecognizer.Recognize(file).ClassNames, Is.EqualTo(new[] { "class 1", "class 2", "class 3" }));
    }

    [Test]
    public void Eighty_classes_in_a_network_of_other_sizes_are_those_of_coco()
    {
        YolactConfig own = TinyNetwork.Config with { ClassNames = ClassNames.Coco, CategoryIds = ClassNames.CocoCategoryIds };

        YolactConfig found = ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", own));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.ClassNames, Is.EqualTo(ClassNames.Coco));
            Assert.That(found.CategoryIds, Is.EqualTo(ClassNames.CocoCategoryIds));
        }
    }

    [Test]
    public void The_sizes_of_a_network_are_read_from_the_shapes()
    {
        YolactConfig found = ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", TinyNetwork.Config));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Backbone.HasSizesOf(TinyNetwork.Config.Backbone));
            Assert.That(found.Fpn.Features, Is.EqualTo(16));
            Assert.That(found.Protonet.Layers, Is.EqualTo(TinyNetwork.Config.Protonet.Layers));
            Assert.That(found.Head.Layers, Is.EqualTo(TinyNetwork.Config.Head.Layers));
            Assert.That(found.ClassNames, Has.Length.EqualTo(3));
        }
    }

    [Test]
    public void Seventeen_keypoints_are_those_of_coco() => Assert.That(
        ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", TinyNetwork.KeypointConfig)).Head.Keypoints,
        Is.SameAs(KeypointConfig.CocoPerson));

    [Test]
    public void Other_numbers_of_keypoints_are_numbered()
    {
        KeypointConfig corners = new() { Names = ["left", "right", "tail"], Skeleton = [new(0, 2)] };
        YolactConfig own = TinyNetwork.Config with { Head = TinyNetwork.Config.Head with { Keypoints = corners } };

        KeypointConfig? found = ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", own)).Head.Keypoints;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found?.Names, Is.EqualTo(new[] { "keypoint 1", "keypoint 2", "keypoint 3" }));
            Assert.That(found?.Skeleton, Is.Empty);
        }
    }

    [TestCase("0 4 6 3", 1)]
    [TestCase("1 0 2 0", 1)]
    [TestCase("0 4 6 3", 3)]
    [TestCase("3 2 5 1", 2)]
    [TestCase("0 0 0 0", 1)]
    public void Deformable_blocks_are_found_where_they_are(string counts, int interval)
    {
        ResNetConfig backbone = new()
        {
            Blocks = [3, 4, 6, 3],
            DeformableBlocks = [.. counts.Split(' ').Select(int.Parse)],
            DeformableInterval = interval,
        };

        YolactConfig found = ConfigRecognizer.Recognize(
            new ShapesOnlyFile("model.pth", YolactConfigs.ResNet50 with { Backbone = backbone }));

        Assert.That(Deformable((ResNetConfig)found.Backbone), Is.EqualTo(Deformable(backbone)));

        static IEnumerable<bool> Deformable(ResNetConfig config) =>
            from stage in Enumerable.Range(0, 4)
            from block in Enumerable.Range(0, config.Blocks[stage])
            select config.IsDeformable(stage, block);
    }

    [Test]
    public void Deformable_blocks_without_a_rule_are_refused()
    {
        ShapesOnlyFile file = new("model.pth", YolactConfigs.ResNet50);
        file.Set("backbone.layers.2.1.conv2.conv_offset_mask.weight", [27, 256, 3, 3]);

        Assert.That(
            () => ConfigRecognizer.Recognize(file),
            Throws.TypeOf<WeightsException>().With.Message.Contains("holds deformable convolutions in blocks that no count per stage and interval"));
    }

    private static IEnumerable<TestCaseData> OptionsThatShapesTell()
    {
        YolactConfig tiny = TinyNetwork.Config;
        yield return Case("Darknet", tiny with { Backbone = new DarknetConfig { Blocks = [1, 1, 2, 1, 1], Planes = [4, 4, 8, 8, 8], StemChannels = 4 }, Preprocessing = PreprocessingConfig.Darknet });
        yield return Case("one further level", tiny with { Fpn = tiny.Fpn with { DownsampleLevels = 1 }, Anchors = new AnchorConfig { Scales = [.. tiny.Anchors.Scales.Take(4)], AspectRatios = [.. tiny.Anchors.AspectRatios.Take(4)] } });
        yield return Case("pooled levels", tiny with { Fpn = tiny.Fpn with { DownsamplesByConvolution = false } });
        yield return Case("separate heads", tiny with { Head = tiny.Head with { IsShared = false } });
        yield return Case("extra layers", tiny with { Head = tiny.Head with { ExtraBoxLayers = 1, ExtraClassLayers = 2, ExtraMaskLayers = 3, OutputFilterSize = 1 } });
        yield return Case("head layers", tiny with { Head = tiny.Head with { Layers = [new NetConvolution(12, 1, 0), new NetConvolution(8, 5, 2)] } });
        yield return Case("no head layers", tiny with { Head = tiny.Head with { Layers = [] } });
        yield return Case("gate and module", tiny with { Head = tiny.Head with { HasCoefficientGate = true, HasPredictionModule = true } });
        yield return Case("bias", tiny with { Protonet = tiny.Protonet with { HasBias = true } });
        yield return Case("features", tiny with { Protonet = tiny.Protonet with { FeedsHeads = true } });
        yield return Case("split", tiny with { Protonet = new ProtonetConfig { Layers = [new NetUpsampling(2), new NetConvolution(10, 3, 1)], SplitsByLevel = true } });
        yield return Case("direct", tiny with { Protonet = new ProtonetConfig(), Head = tiny.Head with { DirectMaskSize = 4, HasMaskScores = true, InstanceCoefficients = 6 } });
        yield return Case("branches", tiny with { HasSemanticBranch = false, HasClassExistenceBranch = true });

        static TestCaseData Case(string name, YolactConfig config) => new TestCaseData(config).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(OptionsThatShapesTell))]
    public void Options_are_read_from_the_shapes(YolactConfig config)
    {
        YolactConfig found = ConfigRecognizer.Recognize(new ShapesOnlyFile("model.pth", config));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => found.Check(), Throws.Nothing);
            Assert.That(found.Backbone.HasSizesOf(config.Backbone));
            Assert.That(found.Preprocessing.StandardDeviation, Is.EqualTo(config.Preprocessing.StandardDeviation));
            Assert.That(found.Fpn, Is.EqualTo(config.Fpn));
            Assert.That(found.Protonet.Layers, Is.EqualTo(config.Protonet.Layers));
            Assert.That(found.Protonet with { Layers = [] }, Is.EqualTo(config.Protonet with { Layers = [] }));
            Assert.That(found.Head.Layers, Is.EqualTo(config.Head.Layers));
            Assert.That(found.Head with { Layers = [] }, Is.EqualTo(config.Head with { Layers = [] }));
            Assert.That(found.HasSemanticBranch, Is.EqualTo(config.HasSemanticBranch));
            Assert.That(found.HasClassExistenceBranch, Is.EqualTo(config.HasClassExistenceBranch));
        }
    }

    private static IEnumerable<TestCaseData> Strangers()
    {
        yield return Case("no head", file => file.Remove("prediction_layers.0.bbox_layer.weight"), "holds no YOLACT network: prediction_layers.0.bbox_layer.weight is missing among its");
        yield return Case(
            "5 anchors",
            file => file.Set("prediction_layers.0.bbox_layer.weight", [20, 16, 3, 3]),
            "has 20 box outputs per cell; there must be 4 for each of 3 anchors, or of 9 as in YOLACT++");
        yield return Case("no class", file => file.Set("prediction_layers.0.conf_layer.weight", [3, 16, 3, 3]), "has 3 class outputs per cell; 3 anchors with the background and at least one class each are needed");
        yield return Case(
            "keypoints without visibility",
            file => file.Set("prediction_layers.0.keypoint_layer.weight", [12, 16, 3, 3]),
            "prediction_layers.0.keypoint_visibility_layer.weight is missing among its");
        yield return Case(
            "other keypoints to see",
            file =>
            {
                file.Set("prediction_layers.0.keypoint_layer.weight", [12, 16, 3, 3]);
                file.Set("prediction_layers.0.keypoint_visibility_layer.weight", [3, 16, 3, 3]);
            },
            "has 12 keypoint offsets and 3 keypoint visibilities per cell; 3 anchors with 2 and 1 for each keypoint are needed");
        yield return Case("joined nets", file => file.Set("proto_net.0.nets.0.0.weight", [8, 16, 1, 1]), "has a net at proto_net that joins nets, or its layers have other numbers; shapes do not tell such a net");
        yield return Case("transposed", file => file.Set("proto_net.8.weight", [16, 12, 2, 2]), "has a net at proto_net that has a transposed convolution at 8");
        yield return Case("no square", file => file.RemoveAll("proto_net."), "masks are direct, but 8 mask outputs per anchor; a square is needed");
        yield return Case("no filter", file => file.Set("fpn.lat_layers.0.weight", []), "fpn.lat_layers.0.weight");
        yield return Case("empty filter", file => file.Set("backbone.conv1.weight", [0, 3, 7, 7]), "a filter was expected");
        yield return Case(
            "ImageNet",
            file => file.Rename(name => name.Replace("backbone.layers.0", "layer1", StringComparison.Ordinal).Replace("backbone.", "", StringComparison.Ordinal)),
            "holds an ImageNet backbone, from which training starts; a whole YOLACT network is needed");

        static TestCaseData Case(string name, Action<ShapesOnlyFile> change, string message) =>
            new TestCaseData(change, message).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Strangers))]
    public void What_is_no_network_of_a_known_kind_is_refused_by_name(object change, string message)
    {
        ShapesOnlyFile file = new("stranger.pth", TinyNetwork.Config);
        ((Action<ShapesOnlyFile>)change)(file);

        Assert.That(
            () => ConfigRecognizer.Recognize(file),
            Throws.TypeOf<WeightsException>().With.Message.StartsWith("stranger.pth").And.Message.Contains(message));
    }

    [TestCase("tiny_imagenet_init.pth", "holds an ImageNet backbone, from which training starts; a whole YOLACT network is needed")]
    public void Golden_checkpoints_of_other_kinds_are_refused_by_name(string name, string message)
    {
        using IWeightFile file = OpenGolden(name);

        Assert.That(() => ConfigRecognizer.Recognize(file), Throws.TypeOf<WeightsException>().With.Message.EndsWith($"{name}: {message}"));
    }

    [TestCase("tiny_plus_54_800000.pth")]
    [TestCase("tiny_resnet_54_800000.pth")]
    [TestCase("tiny_resnet_legacy_10_32100.pth")]
    public void Golden_checkpoints_of_small_networks_are_recognised(string name)
    {
        using IWeightFile file = OpenGolden(name);

        YolactConfig config = ConfigRecognizer.Recognize(file);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(config.Name, Is.EqualTo("custom"));
            Assert.That(config.Backbone.StageCount, Is.EqualTo(4));
            Assert.That(() => config.Check(), Throws.Nothing);
        }
    }

    private static IWeightFile OpenGolden(string name)
    {
        string path = Path.Combine(GoldenFolder.ExternalPath() ?? "", name);
        if (!File.Exists(path))
        {
            Assert.Ignore($"There is no {name} in the folder of golden files.");
        }

        return WeightFile.Open(path);
    }
}
