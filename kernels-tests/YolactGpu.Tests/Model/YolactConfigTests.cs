using NUnit.Framework;
using YolactGpu.Model.Configs;
using YolactGpu.Tests.Library;

namespace YolactGpu.Tests.Model;

public sealed class YolactConfigTests
{
    [Test]
    public void The_released_configurations_are_in_order()
    {
        foreach (YolactConfig config in YolactConfigs.All)
        {
            Assert.That(config.Check, Throws.Nothing, config.Name);
        }
    }

    [Test]
    public void A_name_that_is_not_known_is_an_error_that_lists_those_that_are() =>
        Assert.That(
            () => YolactConfigs.Get("yolact_plus_plus"),
            Throws.TypeOf<ConfigException>().With.Message.EqualTo(
                "There is no config yolact_plus_plus; there are yolact_base, yolact_resnet50, yolact_darknet53, yolact_plus_base, yolact_plus_resnet50, yolact_im400, yolact_im700, yolact_resnet50_pascal, yolact_person, yolact_person_keypoints."));

    private static IEnumerable<TestCaseData> Contradictions()
    {
        YolactConfig good = TinyNetwork.Config;
        yield return Case("size", good with { InputSize = 5000 }, "InputSize is 5000; it must be 32 to 4096 pixels.");
        yield return Case("rectangle", good with { InputRectangle = new InputShape(64, 31) }, "InputRectangle is 64x31; both sides must be 32 to 4096 pixels.");
        yield return Case("rectangle and shape", good with { InputRectangle = new InputShape(64, 32), PreserveAspectRatio = true }, "InputRectangle is 64x32, which cannot go with PreserveAspectRatio");
        yield return Case("step", good with { InputStep = 0 }, "InputStep is 0; it must be 1 to 256 pixels.");
        yield return Case("classes", good with { ClassNames = [], CategoryIds = [] }, "ClassNames is empty; at least one class is needed.");
        yield return Case("ids", good with { CategoryIds = [1, 2] }, "CategoryIds has 2 entries; ClassNames has 3.");
        yield return Case("levels", good with { Anchors = new AnchorConfig { Scales = [[4], [8]] } }, "Anchors has 2 levels of scales and 5 of aspect ratios; the pyramid has 5.");
        yield return Case("anchors", good with { Anchors = new AnchorConfig { Scales = [[4], [8], [16], [32], [48, 64]] } }, "Anchors must have the same number of anchors per cell on every level");
        yield return Case("stages", good with { Backbone = (ResNetConfig)good.Backbone with { Planes = [4] } }, "Backbone has 4 stages of blocks and 1 of planes");
        yield return Case("selected stages", good with { Backbone = good.Backbone with { SelectedStages = [1, 2, 4] } }, "Backbone SelectedStages is [1, 2, 4]; it must name some of the 4 stages, counted from 0, in rising order.");
        yield return Case("order of stages", good with { Backbone = good.Backbone with { SelectedStages = [2, 1, 3] } }, "Backbone SelectedStages is [2, 1, 3]");
        yield return Case("protonet", good with { Protonet = new ProtonetConfig { Layers = [new NetUpsampling(2)] } }, "Protonet must end in a convolution");
        yield return Case("a level's anchors", good with { Anchors = good.Anchors with { AspectRatios = [[], [], [], [], []] } }, "Anchors must have at least one scale and one aspect ratio on every level");
        yield return Case("a negative scale", good with { Anchors = new AnchorConfig { Scales = [[4], [8], [16], [32], [-48]] } }, "Anchors must have at least one scale");
        yield return Case("further levels", good with { Fpn = new FpnConfig { DownsampleLevels = -1 } }, "Fpn has 256 features and -1 further levels; there must be at least 1, and 0 to 16.");
        yield return Case("interpolation", good with { Fpn = new FpnConfig { Interpolation = (Interpolation)2 } }, "Fpn has the interpolation 2; it must be Bilinear or Nearest.");
        yield return Case("source level", Protonet(good, protonet => protonet with { SourceLevel = 5 }), "Protonet SourceLevel is 5; the pyramid has the levels 0 to 4.");
        yield return Case("layer", Protonet(good, protonet => protonet with { Layers = [new NetUpsampling(0), new NetConvolution(8, 1, 0)] }), "Protonet has the layer NetUpsampling { Factor = 0 }: the factor must be positive.");
        yield return Case("features and bias", Protonet(good, protonet => protonet with { FeedsHeads = true, HasBias = true }), "Protonet FeedsHeads cannot go with HasBias");
        yield return Case("features and split", Protonet(good, protonet => protonet with { FeedsHeads = true, SplitsByLevel = true }), "Protonet FeedsHeads cannot go with SplitsByLevel");
        yield return Case("split", Protonet(good, protonet => protonet with { SplitsByLevel = true }), "Protonet SplitsByLevel shares 8 prototypes among 5 levels; each must have as many.");
        yield return Case("head layer", Head(good, head => head with { Layers = [new NetConvolution(8, 3, 0)] }), "Head has the layer NetConvolution { Channels = 8, FilterSize = 3, Padding = 0, Stride = 1, Dilation = 1 }, which changes the size of a level");
        yield return Case("output filter", Head(good, head => head with { OutputFilterSize = 2 }), "Head OutputFilterSize is 2; it must be odd and positive");
        yield return Case("extra layers", Head(good, head => head with { ExtraMaskLayers = -1 }), "Head must have no negative number of extra layers or instance coefficients.");
        yield return Case("prediction module", Head(good, head => head with { HasPredictionModule = true, Layers = [new NetConvolution(6, 1, 0)] }), "Head HasPredictionModule needs channels that are a multiple of 4; there are 6.");
        yield return Case("direct size", Head(good, head => head with { DirectMaskSize = 0 }), "Head DirectMaskSize is 0; it must be 1 to 256.");
        yield return Case("direct and gate", Head(good, head => head with { DirectMaskSize = 4, HasCoefficientGate = true }), "Head DirectMaskSize cannot go with HasCoefficientGate: direct masks have no prototypes.");
        yield return Case("direct and bias", Head(Protonet(good, protonet => protonet with { HasBias = true }), head => head with { DirectMaskSize = 4 }), "Head DirectMaskSize cannot go with Protonet.HasBias");
        yield return Case("direct and mask IoU", Head(good, head => head with { DirectMaskSize = 4 }) with { MaskIoU = new MaskIoUConfig() }, "MaskIoU cannot go with Head.DirectMaskSize");
        yield return Case("scoring", good with { Detection = new DetectionConfig { Scoring = (ClassScoring)9 } }, "Detection.Scoring is 9; it must be one of Softmax, Sigmoid, Objectness, FocalObjectness.");
        yield return Case("mean", good with { Preprocessing = new PreprocessingConfig { Mean = [1, 2] } }, "Preprocessing must have a mean");
        yield return Case("deviation", good with { Preprocessing = new PreprocessingConfig { StandardDeviation = [1, 0, 1] } }, "Preprocessing must have a mean");
        yield return Case("filter", good with { Detection = new DetectionConfig { TopKPerClass = 0 } }, "TopKPerClass is 0; it must be 1 to 1024.");
        yield return Case("overlap", good with { Detection = new DetectionConfig { IoUThreshold = float.NaN } }, "IoUThreshold is NaN; it must be 0 to 1.");

        yield return Case("overlaps", good with { MaskIoU = new MaskIoUConfig { Channels = [8, 0] } }, "MaskIoU.Channels is [8, 0]; it must be 1 to 16 numbers");
        yield return Case("deformable", Blocks(backbone => backbone with { DeformableBlocks = [1, 1] }), "DeformableBlocks is [1, 1]; it must be a number, at least 0, for each of the 4 stages.");
        yield return Case("interval", Blocks(backbone => backbone with { DeformableInterval = 0 }), "DeformableInterval is 0; it must be at least 1.");
        yield return Case("atrous", Blocks(backbone => backbone with { AtrousStages = [4] }), "AtrousStages is [4]; it must name some of the 4 stages, counted from 0, each once.");
        yield return Case("atrous and deformable", Blocks(backbone => backbone with { AtrousStages = [2], DeformableBlocks = [0, 0, 0, 9] }), "stage 3 is at or behind an atrous stage, so that its first block must not be deformable.");

        yield return Case("no keypoints", With(new KeypointConfig { Names = [] }), "Head.Keypoints.Names holds 0 keypoints; it must be 1 to 256.");
        yield return Case("variance", With(new KeypointConfig { Names = ["a"], Variance = 0 }), "Head.Keypoints.Variance is 0; it must be above 0 and at most 100.");
        yield return Case("edge", With(new KeypointConfig { Names = ["a", "b"], Skeleton = [new(0, 1), new(1, 2)] }), "Head.Keypoints.Skeleton joins keypoints 1 and 2; both must be among 0 to 1 and differ.");

        YolactConfig Blocks(Func<ResNetConfig, ResNetConfig> change) => good with { Backbone = change((ResNetConfig)good.Backbone) };

        YolactConfig With(KeypointConfig keypoints) => good with { Head = good.Head with { Keypoints = keypoints } };

        static YolactConfig Protonet(YolactConfig config, Func<ProtonetConfig, ProtonetConfig> change) => config with { Protonet = change(config.Protonet) };

        static YolactConfig Head(YolactConfig config, Func<HeadConfig, HeadConfig> change) => config with { Head = change(config.Head) };

        static TestCaseData Case(string name, YolactConfig config, string message) =>
            new TestCaseData(config, message).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Contradictions))]
    public void A_configuration_that_contradicts_itself_is_refused(YolactConfig config, string message) =>
        Assert.That(config.Check, Throws.TypeOf<ConfigException>().With.Message.StartsWith("Config tiny: ").And.Message.Contains(message));

    [TestCase(550, 640, 480, false, 1, 550, 550)]
    [TestCase(550, 640, 480, true, 1, 635, 476)]
    [TestCase(550, 480, 640, true, 1, 476, 635)]
    [TestCase(400, 333, 333, true, 1, 400, 400)]
    [TestCase(550, 640, 480, true, 32, 640, 480)]
    [TestCase(550, 1920, 1080, true, 32, 736, 416)]
    [TestCase(550, 1921, 1080, true, 32, 736, 416, Description = "about the same shape")]
    [TestCase(550, 37, 2000, true, 32, 64, 4032)]
    [TestCase(550, 37, 2000, true, 1, 74, 4043)]
    [TestCase(550, 1, 100_000, true, 1, 68, 4400, Description = "no longer than 64 times the width")]
    [TestCase(550, 1, 1, true, 256, 512, 512)]
    [TestCase(64, 1, 100_000, true, 100, 100, 500, Description = "at least one step")]
    public void An_image_keeps_its_aspect_ratio_where_that_is_asked_for(
        int size, int width, int height, bool preserve, int step, int inputWidth, int inputHeight)
    {
        YolactConfig config = TinyNetwork.Config with { InputSize = size, PreserveAspectRatio = preserve, InputStep = step };

        Assert.That(config.InputSizeFor(width, height), Is.EqualTo(new InputShape(inputWidth, inputHeight)));
    }

    [Test]
    public void A_rectangle_takes_the_place_of_the_square_for_every_image()
    {
        YolactConfig config = TinyNetwork.Config.WithInput(new InputShape(96, 41));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(config.InputSizeFor(3, 1000), Is.EqualTo(new InputShape(96, 41)));
            Assert.That(config.Check, Throws.Nothing);
            Assert.That(config.WithInput(80).Input, Is.EqualTo(new InputShape(80, 80)));
        }
    }

    [TestCase("550", 550, 550)]
    [TestCase("800x448", 800, 448)]
    public void A_size_is_read_as_it_is_written(string text, int width, int height) =>
        Assert.That(InputShape.Parse(text, null), Is.EqualTo(new InputShape(width, height)));

    [TestCase("")]
    [TestCase("x")]
    [TestCase("800x")]
    [TestCase("-800x448")]
    [TestCase("800 x 448")]
    [TestCase("1x2x3")]
    [TestCase("99999999999")]
    public void What_is_no_size_is_not_read(string text) => Assert.That(
        () => InputShape.Parse(text, null), Throws.TypeOf<FormatException>().With.Message.EqualTo($"'{text}' is no size; expected 550, or 800x448."));
}
