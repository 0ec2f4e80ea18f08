using System.Collections.Immutable;
using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Reference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Library;

/// <summary>Network inputs that are no squares, on the whole way from a picture to masks.</summary>
public sealed class RectangleTests
{
    private static IEnumerable<TestCaseData> Rectangles()
    {
        yield return new TestCaseData(TinyNetwork.Config.WithInput(new InputShape(96, 41))).SetArgDisplayNames("wide and odd");
        yield return new TestCaseData(TinyNetwork.Config.WithInput(new InputShape(37, 72))).SetArgDisplayNames("tall and odd");
        yield return new TestCaseData(TinyNetwork.Config with { PreserveAspectRatio = true, InputStep = 1 }).SetArgDisplayNames("the image's shape");
    }

    private static IEnumerable<TestCaseData> Networks()
    {
        YolactConfig wide = TinyNetwork.Config.WithInput(new InputShape(96, 41));
        foreach ((string name, YolactConfig config) in new[]
        {
            ("rectangle", wide),
            ("YOLACT++", TinyNetwork.PlusConfig.WithInput(new InputShape(64, 88))),
            ("keypoints", TinyNetwork.KeypointConfig.WithInput(new InputShape(41, 96))),
            ("direct masks", wide with { Head = wide.Head with { DirectMaskSize = 6 } }),
            ("traditional NMS", wide with { Detection = new DetectionConfig { Nms = NmsMode.Traditional } }),
            ("yolo regressors", wide with { Head = wide.Head with { HasYoloRegressors = true } }),
            ("images' shapes", TinyNetwork.Config with { PreserveAspectRatio = true }),
            ("images' shapes to the pixel", TinyNetwork.Config with { PreserveAspectRatio = true, InputStep = 1 }),
        })
        {
            yield return new TestCaseData(config).SetArgDisplayNames(name);
        }
    }

    [TestCaseSource(nameof(Rectangles))]
    public void Boxes_and_masks_are_those_that_the_reference_maps_back_to_the_picture(YolactConfig config)
    {
        (Context context, Accelerator accelerator) = Accelerators.Create("cpu");
        using (context)
        using (accelerator)
        {
            RgbImage image = TinyNetwork.Image(61, 43);
            InputShape input = config.InputSizeFor(image.Width, image.Height);
            YolactConfig sized = config.PreserveAspectRatio ? config : config.WithInput(input);
            LoweringContext lowering = new(new KernelCache(accelerator), new CompileOptions());
            FormulaWeights weights = new(config.ClassCount);
            (Dictionary<string, float[]> raw, CollectedInstance[] instances) = NetworkRunner.Detect(
                lowering, sized, weights, Preprocess(image, input, config.Preprocessing), new ImagePixels(image.Pixels, image.Width, image.Height), input);
            int height = 2 * Halve(input.Height);
            int width = 2 * Halve(input.Width);
            int channels = raw["proto"].Length / height / width;
            int[] boxes = SanitizeBoxesReference.Ints(raw["box"], image.Width, image.Height, 0);

            int differing = 0;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(instances, Has.Length.GreaterThan(10));
                for (int i = 0; i < instances.Length; i++)
                {
                    CornerBox box = instances[i].Box;
                    Assert.That(new[] { box.X1, box.Y1, box.X2, box.Y2 }, Is.EqualTo(boxes[(4 * i)..((4 * i) + 4)]), $"box {i}");
                    float[] soft = MaskAssemblyReference.Mask(
                        raw["proto"], height, width, raw["coefficients"][(channels * i)..(channels * (i + 1))], raw["box"][(4 * i)..((4 * i) + 4)], padding: 1);
                    uint[] expected = MaskToBitsReference.Compute(soft, height, width, image.Height, image.Width, 0.5);
                    differing += expected.Zip(instances[i].MaskWords, (a, b) => BitOperations.PopCount(a ^ b)).Sum();
                }
            }

            Assert.That(differing, Is.LessThanOrEqualTo(2), $"pixels in {instances.Length} masks, which may lie within rounding of the threshold");
            AssertSameAs(instances, config, image);
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void A_batch_gives_each_image_the_bits_that_it_gets_alone(YolactConfig config)
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(
            TinyNetwork.Options with { Config = config, MaxBatch = 2, MaxPlans = 2, ScoreThreshold = 0 });
        RgbImage[] images =
        [
            TinyNetwork.Image(61, 47), TinyNetwork.Image(33, 90, seed: 3), TinyNetwork.Image(62, 47, seed: 4), TinyNetwork.Image(122, 94, seed: 5),
            TinyNetwork.Image(64, 64, seed: 6),
        ];

        ImmutableArray<Detections> together = detector.DetectBatch(images);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(together[0], Is.Not.Empty);
            Assert.That(together.Any(found => found.Any(item => item.Mask.Area > 0)), "a mask that is not empty");
            for (int i = 0; i < images.Length; i++)
            {
                Assert.That(TinyNetwork.Describe(together[i]), Is.EqualTo(TinyNetwork.Describe(detector.Detect(images[i]))), $"image {i}");
            }
        }
    }

    [TestCase(1920, 1080)]
    [TestCase(37, 2000)]
    [TestCase(2000, 37)]
    [TestCase(1, 1)]
    [TestCase(1, 700)]
    public void Any_image_is_searched_in_its_own_shape(int width, int height)
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(
            TinyNetwork.Options with { PreserveAspectRatio = true, InputStep = 1 });

        Detections found = detector.Detect(TinyNetwork.Image(width, height));

        Assert.That(found.Select(item => (item.Mask.Width, item.Mask.Height)), Is.Not.Empty.And.All.EqualTo((width, height)));
    }

    [Test]
    public void A_square_given_as_a_rectangle_finds_what_the_side_finds()
    {
        RgbImage image = TinyNetwork.Image(50, 70);
        using YolactDetector side = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { InputSize = 80 });
        using YolactDetector rectangle = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { InputSize = new InputShape(80, 80) });

        Assert.That(TinyNetwork.Describe(rectangle.Detect(image)), Is.EqualTo(TinyNetwork.Describe(side.Detect(image))));
    }

    [Test]
    public void Square_images_in_their_own_shape_get_what_the_square_gives()
    {
        RgbImage image = TinyNetwork.Image(50, 50);
        using YolactDetector square = TinyNetwork.CreateDetector();
        using YolactDetector shaped = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { PreserveAspectRatio = true });

        Assert.That(TinyNetwork.Describe(shaped.Detect(image)), Is.EqualTo(TinyNetwork.Describe(square.Detect(image))));
    }

    [Test]
    public void A_mask_iou_net_tells_where_an_image_is_too_narrow_for_it()
    {
        YolactConfig config = TinyNetwork.PlusConfig with { PreserveAspectRatio = true, InputStep = 1, MaskIoU = new MaskIoUConfig { Channels = [4, 4] } };
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = config });

        Assert.That(
            () => detector.Detect(TinyNetwork.Image(5, 200)),
            Throws.TypeOf<ConfigException>().With.Message.Contains("the mask IoU net needs at least 7 x 7"));
    }

    /// <summary>What the detector finds with its own preprocessing: the same but for rounding.</summary>
    private static void AssertSameAs(CollectedInstance[] instances, YolactConfig config, RgbImage image)
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(TinyNetwork.Options with { Config = config, ScoreThreshold = 0 });
        Detections found = detector.Detect(image);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(item => item.ClassId), Is.EqualTo(instances.Select(instance => instance.ClassId)));
            Assert.That(found.Select(item => item.Score), Is.EqualTo(instances.Select(instance => instance.Score)).Within(1e-5f));
        }
    }

    private static float[] Preprocess(RgbImage image, InputShape input, PreprocessingConfig preprocessing)
    {
        double[] pixels = [.. image.Pixels.ToArray().Select(value => (double)value)];
        double[] resized = ResizeBilinearReference.Compute(pixels, 1, image.Height, image.Width, input.Height, input.Width, 3);
        return [.. resized.Select((value, i) => (float)((value - preprocessing.Mean[i % 3]) / preprocessing.StandardDeviation[i % 3]))];
    }

    /// <summary>Three halvings, rounded up, lead to P3.</summary>
    private static int Halve(int side) => (side + 7) / 8;
}
