using System.Collections.Immutable;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.IR;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Library;

/// <summary>YOLACT++ through the door: deformable convolutions and masks that change the scores.</summary>
public sealed class PlusTests
{
    private static readonly YolactDetectorOptions Options = TinyNetwork.Options with
    {
        Config = TinyNetwork.PlusConfig, MaxBatch = 3, ScoreThreshold = 0,
    };

    private YolactDetector detector = null!;

    [OneTimeSetUp]
    public void CreateDetector() => detector = YolactDetector.CreateWithFormulaWeights(Options);

    [OneTimeTearDown]
    public void DisposeDetector() => detector.Dispose();

    [Test]
    public void Instances_come_in_the_order_of_their_rescored_scores()
    {
        Detections found = detector.Detect(TinyNetwork.Image(70, 50));

        Assert.That(found, Has.Count.GreaterThan(10));
        Assert.That(found.Select(item => item.Score), Is.Ordered.Descending);
    }

    [Test]
    public void A_net_that_does_not_rescore_changes_nothing()
    {
        MaskIoUConfig silent = TinyNetwork.PlusConfig.MaskIoU! with { Rescores = false };
        using YolactDetector with = YolactDetector.CreateWithFormulaWeights(Options with { Config = TinyNetwork.PlusConfig with { MaskIoU = silent } });
        using YolactDetector without = YolactDetector.CreateWithFormulaWeights(Options with { Config = TinyNetwork.PlusConfig with { MaskIoU = null } });

        Assert.That(
            TinyNetwork.Describe(with.Detect(TinyNetwork.Image(70, 50))), Is.EqualTo(TinyNetwork.Describe(without.Detect(TinyNetwork.Image(70, 50)))));
    }

    [Test]
    public void Without_the_mask_iou_net_the_same_instances_score_otherwise()
    {
        using YolactDetector plain = YolactDetector.CreateWithFormulaWeights(
            Options with { Config = TinyNetwork.PlusConfig with { MaskIoU = null }, TopK = 100 });
        using YolactDetector rescoring = YolactDetector.CreateWithFormulaWeights(Options with { ScoreThreshold = 0, TopK = 100 });
        RgbImage image = TinyNetwork.Image(70, 50);
        Dictionary<string, float> before = plain.Detect(image).ToDictionary(Place, item => item.Score);

        Detections after = rescoring.Detect(image);

        Assert.That(after.Select(Place), Is.SubsetOf(before.Keys));
        Assert.That(after.Select(item => item.Score), Is.Not.EquivalentTo(after.Select(item => before[Place(item)])));

        static string Place(Detection item) => $"{item.ClassId} {item.Box} {string.Join(' ', item.Mask.ToRle().Counts.ToArray())}";
    }

    [TestCase(2)]
    [TestCase(3)]
    public void Each_picture_of_a_batch_gets_the_result_that_it_gets_alone(int count)
    {
        RgbImage[] images = [.. Enumerable.Range(0, count).Select(i => TinyNetwork.Image(30 + (17 * i), 90 - (5 * i), seed: i + 1))];

        ImmutableArray<Detections> found = detector.DetectBatch(images);

        for (int i = 0; i < count; i++)
        {
            Assert.That(TinyNetwork.Describe(found[i]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[i]))), $"picture {i}");
        }
    }

    [Test]
    public void Prototypes_too_small_for_the_mask_iou_net_are_refused() => Assert.That(
        () => YolactNetwork.Build(
            TinyNetwork.PlusConfig with { MaskIoU = new MaskIoUConfig() }, new FormulaWeights(4), new NetworkOptions { Detect = true }),
        Throws.TypeOf<ConfigException>().With.Message.EqualTo(
            "Config tiny: the prototypes are 16 x 16; the mask IoU net needs at least 63 x 63."));

    [Test]
    public void The_offsets_come_from_a_convolution_beside_the_deformable_one()
    {
        YolactGpu.Graph.IR.Graph graph = YolactNetwork.Build(TinyNetwork.PlusConfig, new FormulaWeights(4), new NetworkOptions());

        Node deformable = graph.Nodes.Single(node => node.Name == "backbone.layers.1.1.conv2");
        Assert.That(deformable.Inputs.Select(input => input.Name), Is.EqualTo(new[]
        {
            "backbone.layers.1.1.relu1", "backbone.layers.1.1.conv2.conv_offset_mask", "backbone.layers.1.1.conv2.weight", "backbone.layers.1.1.conv2.bias",
        }));
    }
}
