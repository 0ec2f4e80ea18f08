using System.Collections.Immutable;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>
/// net_tiny_*: raw outputs and stages, then detections and masks, of a small network from its checkpoint, of which the
/// configuration is recognised.
/// </summary>
internal sealed class TinyNetworkGolden : IGoldenKind
{
    private const int ImageWidth = 97;
    private const int ImageHeight = 120;

    public bool Takes(string file) => file.StartsWith("net_tiny", StringComparison.Ordinal);

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry)
    {
        string checkpoint = CheckpointOf(entry);
        return
        [
            new GoldenCase("raw", device => AssertRaw(device, entry, checkpoint, plainOnly: false)),
            new GoldenCase("raw, plain kernels", device => AssertRaw(device, entry, checkpoint, plainOnly: true), IsHeavy: true),
            new GoldenCase("det0.", device => AssertDetections(device.Context(), entry, 0, 3e-5), IsHeavy: true),
            new GoldenCase("det1.", device => AssertDetections(device.Context(), entry, 1, 3e-5), IsHeavy: true),
            new GoldenCase("det0., Winograd", device => AssertDetections(device.Context(allowWinograd: true), entry, 0, 1e-3), IsHeavy: true),
            new GoldenCase("det1., Winograd", device => AssertDetections(device.Context(allowWinograd: true), entry, 1, 1e-3), IsHeavy: true),
        ];
    }

    /// <summary>Asserts the raw outputs for weights from a checkpoint of the golden folder.</summary>
    internal static void AssertRaw(GoldenDevice device, GoldenEntry entry, string checkpoint, bool plainOnly)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        using IWeightFile file = WeightFile.Open(Path.Combine(entry.Folder, checkpoint));
        YolactConfig config = ConfigOf(entry, file);
        CheckpointWeights weights = new(file, config.Fpn.DownsampleLevels);
        NetworkOptions options = new() { SemanticOutput = true, StageOutputs = true };

        Dictionary<string, float[]> outputs =
            NetworkRunner.Run(device.Context(plainOnly), config, weights, options, Input(tensors, 0, config.InputSize));

        JsonElement differences = entry.Description.GetProperty("max_abs_float32_vs_float64");
        using (Assert.EnterMultipleScope())
        {
            foreach (string name in new[] { "loc", "conf", "mask", "proto" })
            {
                (float[] actual, float[] expected) = SameRows(outputs[name], tensors, name);
                GoldenTensors.AssertClose(actual, expected, name, 4 * differences.GetProperty(name).GetDouble());
            }

            Assert.That(outputs["priors"], Is.EqualTo(tensors.Floats("raw.priors")).Within(3e-7));
            GoldenTensors.AssertClose(outputs["segm"], tensors.Nhwc("raw.segm"), "segm", 4 * differences.GetProperty("segm").GetDouble());
            foreach (string stage in new[] { "c3", "c5", "p3", "p7" })
            {
                float[] expected = tensors.Nhwc($"stage.{stage}");

                // Chains of deformable convolutions amplify: the original's float32 and float64 runs differ by 1e-4 there.
                double? allowed = config.MaskIoU is null ? null : 1e-4 * expected.Max(Math.Abs);
                GoldenTensors.AssertClose(outputs[stage], expected, stage, allowed);
            }
        }
    }

    private static void AssertDetections(LoweringContext context, GoldenEntry entry, int image, double tolerance)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        using IWeightFile file = WeightFile.Open(Path.Combine(entry.Folder, CheckpointOf(entry)));
        YolactConfig config = ConfigOf(entry, file);
        CheckpointWeights weights = new(file, config.Fpn.DownsampleLevels);
        ImagePixels pixels = new(new byte[ImageWidth * ImageHeight * 3], ImageWidth, ImageHeight);

        (Dictionary<string, float[]> found, CollectedInstance[] instances) = NetworkRunner.Detect(
            context, config, weights, Input(tensors, image, config.InputSize), pixels);

        int[] partners = DetectionMatcher.AssertSame(
            (int)found["count"][0],
            found["class"],
            found.GetValueOrDefault("box_score") ?? found["score"],
            found["box"],
            tensors.Integers($"det{image}.class"),
            tensors.Floats($"det{image}.score"),
            tensors.Floats($"det{image}.box"),
            tolerance);
        AssertBoxesAndMasks(instances, partners, tensors, image, found["box"]);
        if (config.MaskIoU is not null)
        {
            GoldenTensors.AssertClose(
                [.. partners.Select(partner => instances[partner].Score)], tensors.Floats($"post{image}.mask_score"), "mask score", 1e-4);
            Assert.That(instances.Select(instance => instance.Score), Is.Ordered.Descending);
        }
    }

    private static void AssertBoxesAndMasks(
        CollectedInstance[] instances, int[] partners, GoldenTensors tensors, int image, float[] relativeBoxes)
    {
        long[] boxes = tensors.Integers($"post{image}.box");
        long[] areas = tensors.Integers($"post{image}.mask_area");
        using (Assert.EnterMultipleScope())
        {
            for (int g = 0; g < partners.Length; g++)
            {
                CollectedInstance instance = instances[partners[g]];
                int[] box = [instance.Box.X1, instance.Box.Y1, instance.Box.X2, instance.Box.Y2];
                for (int k = 0; k < 4; k++)
                {
                    // A coordinate within rounding of a whole number may be cut off to either side of it.
                    double exact = relativeBoxes[(partners[g] * 4) + k] * (double)(k % 2 == 0 ? ImageWidth : ImageHeight);
                    int allowed = Math.Abs(exact - Math.Round(exact)) < 0.005 ? 1 : 0;
                    Assert.That(box[k], Is.EqualTo(boxes[(g * 4) + k]).Within(allowed), $"box {g}, coordinate {k}");
                }

                int area = instance.MaskWords.Sum(System.Numerics.BitOperations.PopCount);
                Assert.That(area, Is.EqualTo(areas[g]).Within(2 + (areas[g] / 500)), $"mask area {g}");
            }
        }
    }

    /// <summary>net_tiny_resnet.safetensors goes with tiny_resnet_54_800000.pth.</summary>
    private static string CheckpointOf(GoldenEntry entry) =>
        $"{Path.GetFileNameWithoutExtension(entry.File)["net_".Length..]}_54_800000.pth";

    /// <summary>Gives an output and its golden values, of which large ones are stored for every seventh prior only.</summary>
    private static (float[] Actual, float[] Expected) SameRows(float[] output, GoldenTensors tensors, string name)
    {
        const int Step = 7;
        string sparse = $"raw.{name}_every7th_prior";
        if (!tensors.Contains(sparse))
        {
            return (output, tensors.Floats($"raw.{name}"));
        }

        int columns = tensors.Sizes(sparse)[2];
        return ([.. output.Chunk(columns).Where((_, row) => row % Step == 0).SelectMany(row => row)], tensors.Floats(sparse));
    }

    private static YolactConfig ConfigOf(GoldenEntry entry, IWeightFile file) =>
        ConfigRecognizer.Recognize(file) with { InputSize = entry.Description.GetProperty("input_size").GetInt32() };

    private static float[] Input(GoldenTensors tensors, int image, int size)
    {
        int length = size * size * 3;
        return [.. tensors.Nhwc("x").Skip(image * length).Take(length)];
    }
}
