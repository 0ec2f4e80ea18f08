using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Library;

/// <summary>Options of the network and of detection on the whole way from a picture to masks.</summary>
public sealed class OptionNetworkTests
{
    private static IEnumerable<TestCaseData> Networks()
    {
        YolactConfig tiny = TinyNetwork.Config;
        yield return Case("direct masks", tiny with { Head = tiny.Head with { DirectMaskSize = 6 } });
        yield return Case("bias", tiny with { Protonet = tiny.Protonet with { HasBias = true } });
        yield return Case("separate heads", tiny with { Head = tiny.Head with { IsShared = false, HasYoloRegressors = true } });
        yield return Case("objectness", tiny with { Detection = new DetectionConfig { Scoring = ClassScoring.Objectness } });
        yield return Case("focal objectness", tiny with { Detection = new DetectionConfig { Scoring = ClassScoring.FocalObjectness } });
        yield return Case("sigmoid with mask scores", tiny with { Head = tiny.Head with { HasMaskScores = true }, Detection = new DetectionConfig { Scoring = ClassScoring.Sigmoid } });
        yield return Case(
            "softmaxes", tiny with { Head = tiny.Head with { HasCoefficientSoftmax = true }, Protonet = tiny.Protonet with { HasPrototypeSoftmax = true }, HasClassExistenceBranch = true });
        yield return Case("traditional NMS", tiny with { Detection = new DetectionConfig { Nms = NmsMode.Traditional } });
        yield return Case("uncropped masks", tiny with { Detection = new DetectionConfig { CropMasks = false } });

        static TestCaseData Case(string name, YolactConfig config) => new TestCaseData(config).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Networks))]
    public void A_batch_gives_each_image_the_bits_that_it_gets_alone(YolactConfig config)
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = config, MaxBatch = 2 });
        RgbImage[] images = [TinyNetwork.Image(61, 47), TinyNetwork.Image(33, 90, seed: 3)];

        IReadOnlyList<Detections> together = detector.DetectBatch(images);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(together[0], Is.Not.Empty);
            Assert.That(together[0].Any(item => item.Mask.Area > 0), "a mask that is not empty");
            Assert.That(TinyNetwork.Describe(together[0]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[0]))));
            Assert.That(TinyNetwork.Describe(together[1]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[1]))));
        }
    }

    [Test]
    public void Direct_masks_stay_inside_their_boxes()
    {
        YolactConfig config = TinyNetwork.Config with { Head = TinyNetwork.Config.Head with { DirectMaskSize = 6 } };
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = config });

        Detections found = detector.Detect(TinyNetwork.Image(61, 47));

        using (Assert.EnterMultipleScope())
        {
            foreach (Detection item in found)
            {
                MaskBits mask = item.Mask.ToBits();
                bool[] inside =
                [
                    .. from y in Enumerable.Range(0, mask.Height)
                       from x in Enumerable.Range(0, mask.Width)
                       where mask[x, y]
                       select x >= item.Box.Left && x < item.Box.Right && y >= item.Box.Top && y < item.Box.Bottom,
                ];
                Assert.That(inside, Is.All.True, item.ToString());
            }
        }
    }

    [Test]
    public void A_mask_activation_without_a_half_at_zero_gives_smaller_masks()
    {
        YolactConfig sigmoid = TinyNetwork.Config with { Detection = new DetectionConfig { CropMasks = false } };
        YolactConfig none = sigmoid with { Protonet = sigmoid.Protonet with { MaskActivation = Activation.None } };

        Assert.That(Area(none), Is.LessThan(Area(sigmoid)));

        static long Area(YolactConfig config)
        {
            using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = config });
            return detector.Detect(TinyNetwork.Image(61, 47)).Sum(item => (long)item.Mask.Area);
        }
    }

    [Test]
    public void Mask_scores_lower_the_scores_of_sigmoids()
    {
        YolactConfig plain = TinyNetwork.Config with { Detection = new DetectionConfig { Scoring = ClassScoring.Sigmoid } };
        YolactConfig scored = plain with { Head = plain.Head with { HasMaskScores = true } };

        Assert.That(BestScore(scored), Is.Positive.And.LessThan(BestScore(plain)));

        static float BestScore(YolactConfig config)
        {
            using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = config });
            return detector.Detect(TinyNetwork.Image(61, 47))[0].Score;
        }
    }
}
