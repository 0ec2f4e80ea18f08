using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

/// <summary>The released configurations, by name.</summary>
public static class YolactConfigs
{
    /// <summary>Gets yolact_base: ResNet-101, 550 pixels, COCO.</summary>
    public static YolactConfig Base { get; } = Coco("yolact_base", 550, [3, 4, 23, 3]);

    /// <summary>Gets yolact_resnet50: ResNet-50, 550 pixels, COCO.</summary>
    public static YolactConfig ResNet50 { get; } = Coco("yolact_resnet50", 550, [3, 4, 6, 3]);

    /// <summary>Gets yolact_darknet53: Darknet-53, 550 pixels, COCO.</summary>
    public static YolactConfig Darknet53 { get; } = ResNet50 with
    {
        Name = "yolact_darknet53",
        Backbone = new DarknetConfig { Blocks = [1, 2, 8, 8, 4] },
        Preprocessing = PreprocessingConfig.Darknet,
    };

    /// <summary>Gets yolact_plus_base: YOLACT++ on ResNet-101, every third block of C3 to C5 deformable, 550 pixels, COCO.</summary>
    public static YolactConfig PlusBase { get; } = Plus(
        Base with { Name = "yolact_plus_base" },
        new ResNetConfig { Blocks = [3, 4, 23, 3], DeformableBlocks = [0, 4, 23, 3], DeformableInterval = 3 });

    /// <summary>Gets yolact_plus_resnet50: YOLACT++ on ResNet-50, all blocks of C3 to C5 deformable, 550 pixels, COCO.</summary>
    public static YolactConfig PlusResNet50 { get; } = Plus(
        ResNet50 with { Name = "yolact_plus_resnet50" },
        new ResNetConfig { Blocks = [3, 4, 6, 3], DeformableBlocks = [0, 4, 6, 3] });

    /// <summary>Gets yolact_im400: ResNet-101, 400 pixels, COCO.</summary>
    public static YolactConfig Im400 { get; } = Coco("yolact_im400", 400, [3, 4, 23, 3]);

    /// <summary>Gets yolact_im700: ResNet-101, 700 pixels, COCO.</summary>
    public static YolactConfig Im700 { get; } = Coco("yolact_im700", 700, [3, 4, 23, 3]);

    /// <summary>Gets yolact_resnet50_pascal: ResNet-50, 550 pixels, Pascal VOC, anchors of true aspect.</summary>
    public static YolactConfig ResNet50Pascal { get; } = ResNet50 with
    {
        Name = "yolact_resnet50_pascal",
        ClassNames = ClassNames.Pascal,
        CategoryIds = [.. Enumerable.Range(1, 20)],
        Anchors = new AnchorConfig { Scales = [[32], [64], [128], [256], [512]], UseSquareAnchors = false },
    };

    /// <summary>Gets yolact_person: ResNet-50, 550 pixels, the one class person.</summary>
    public static YolactConfig Person { get; } = ResNet50 with
    {
        Name = "yolact_person",
        ClassNames = ["person"],
        CategoryIds = [1],
    };

    /// <summary>Gets yolact_person_keypoints: yolact_person and COCO's 17 keypoints of every person.</summary>
    public static YolactConfig PersonKeypoints { get; } = Person with
    {
        Name = "yolact_person_keypoints",
        Head = Person.Head with { Keypoints = KeypointConfig.CocoPerson },
    };

    /// <summary>Gets all of them.</summary>
    public static ImmutableArray<YolactConfig> All { get; } =
        [Base, ResNet50, Darknet53, PlusBase, PlusResNet50, Im400, Im700, ResNet50Pascal, Person, PersonKeypoints];

    /// <summary>Gets the configuration of that name.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    public static YolactConfig Get(string name) =>
        All.FirstOrDefault(config => config.Name == name)
        ?? throw new ConfigException(
            $"There is no config {name}; there are {string.Join(", ", All.Select(config => config.Name))}.");

    /// <summary>
    /// YOLACT++ on some backbone: beside deformable blocks and the mask IoU net three scales of true aspect per cell, a third of an
    /// octave apart.
    /// </summary>
    private static YolactConfig Plus(YolactConfig config, ResNetConfig backbone)
    {
        ImmutableArray<int> smallest = [24, 48, 96, 192, 384];
        return config with
        {
            Backbone = backbone,
            MaskIoU = new MaskIoUConfig(),
            Anchors = new AnchorConfig
            {
                Scales = [.. smallest.Select(scale => Enumerable.Range(0, 3).Select(third => scale * Math.Pow(2, third / 3.0)).ToImmutableArray())],
                UseSquareAnchors = false,
            },
        };
    }

    private static YolactConfig Coco(string name, int inputSize, ImmutableArray<int> blocks) => new()
    {
        Name = name,
        InputSize = inputSize,
        ClassNames = ClassNames.Coco,
        CategoryIds = ClassNames.CocoCategoryIds,
        Backbone = new ResNetConfig { Blocks = blocks },

        // The original scales its 550-pixel anchors and cuts off the fraction.
        Anchors = new AnchorConfig
        {
            Scales = [[24 * inputSize / 550], [48 * inputSize / 550], [96 * inputSize / 550], [192 * inputSize / 550], [384 * inputSize / 550]],
        },
    };
}
