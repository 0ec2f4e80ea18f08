using System.Collections.Immutable;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Support;
using YolactGpu.Tiling;

namespace YolactGpu.Tests.Library;

/// <summary>The branch that says which classes an image holds at all.</summary>
public sealed class ClassExistenceTests
{
    private static readonly YolactConfig Config = TinyNetwork.Config with { HasClassExistenceBranch = true };
    private static readonly YolactDetectorOptions Options = TinyNetwork.Options with { Config = Config, MaxBatch = 2 };

    [Test]
    public void A_linear_layer_over_the_mean_of_the_deepest_level_tells_the_probabilities()
    {
        (Context context, Accelerator accelerator) = Accelerators.Create("cpu");
        using (context)
        using (accelerator)
        {
            LoweringContext lowering = new(new KernelCache(accelerator), new CompileOptions());
            float[] input = RandomData.Floats(64 * 64 * 3, seed: 4);
            NetworkOptions options = new() { ClassExistenceOutput = true, StageOutputs = true };
            Dictionary<string, float[]> raw = NetworkRunner.Run(lowering, Config, new FormulaWeights(4), options, input);
            Dictionary<string, float[]> detecting = NetworkRunner.Run(
                lowering, Config, new FormulaWeights(4), new NetworkOptions { Detect = true }, input);

            float[] weight = new float[3 * 16];
            float[] bias = new float[3];
            FormulaWeights.Fill("class_existence_fc.weight", -0.05, 0.05, weight);
            FormulaWeights.Fill("class_existence_fc.bias", -0.05, 0.05, bias);
            double[] mean = [.. Enumerable.Range(0, 16).Select(c => raw["p7"].Where((_, i) => i % 16 == c).Average(value => (double)value))];
            double[] logits = [.. bias.Select((b, k) => b + mean.Select((m, c) => m * weight[(k * 16) + c]).Sum())];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(raw["class_existence"], Is.EqualTo(logits).Within(1e-5));
                Assert.That(detecting["class_existence"], Is.EqualTo(logits.Select(logit => 1 / (1 + Math.Exp(-logit)))).Within(1e-5));
            }
        }
    }

    [Test]
    public void Every_image_of_a_batch_gets_what_it_gets_alone_and_its_document_says_it()
    {
        using YolactDetector detector = YolactDetector.CreateWithFormulaWeights(Options);
        RgbImage[] images = [TinyNetwork.Image(61, 47), TinyNetwork.Image(33, 90, seed: 3)];

        ImmutableArray<Detections> found = detector.DetectBatch(images);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found[0].ClassExistence, Has.Length.EqualTo(3).And.All.InRange(0, 1));
            Assert.That(found[1].ClassExistence, Is.Not.EqualTo(found[0].ClassExistence));
            Assert.That(found[0].ClassExistence, Is.EqualTo(detector.Detect(images[0]).ClassExistence));
            Assert.That(found[1].ClassExistence, Is.EqualTo(detector.Detect(images[1]).ClassExistence));
            Assert.That(InstanceFile.ToJson(found[0].ToDocument("image")), Does.Contain("\"class_existence\""));
        }
    }

    [Test]
    public void Tiles_give_the_most_that_one_of_them_says()
    {
        RgbImage image = TinyNetwork.Image(96, 48, seed: 2);
        using YolactDetector whole = YolactDetector.CreateWithFormulaWeights(Options);
        using YolactDetector tiled = YolactDetector.CreateWithFormulaWeights(Options with { Tiling = new TilingOptions { Size = 48, Overlap = 0 } });
        ImmutableArray<float> left = whole.Detect(Half(0)).ClassExistence;
        ImmutableArray<float> right = whole.Detect(Half(48)).ClassExistence;

        Assert.That(tiled.Detect(image).ClassExistence, Is.EqualTo(left.Zip(right, MathF.Max)));

        RgbImage Half(int from)
        {
            byte[] pixels = new byte[48 * 48 * 3];
            for (int y = 0; y < 48; y++)
            {
                image.Pixels.Span.Slice(((y * 96) + from) * 3, 48 * 3).CopyTo(pixels.AsSpan(y * 48 * 3));
            }

            return new RgbImage(48, 48, pixels);
        }
    }

    [Test]
    public void A_network_without_the_branch_says_nothing()
    {
        using YolactDetector detector = TinyNetwork.CreateDetector();

        Detections found = detector.Detect(TinyNetwork.Image(20, 20));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.ClassExistence, Is.Empty);
            Assert.That(InstanceFile.ToJson(found.ToDocument("image")), Does.Not.Contain("class_existence"));
        }
    }
}
