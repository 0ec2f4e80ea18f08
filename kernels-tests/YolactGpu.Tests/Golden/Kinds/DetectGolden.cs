using System.Collections.Immutable;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Heads;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>detect_*: Fast, cross-class and traditional NMS from given predictions.</summary>
internal sealed class DetectGolden : IGoldenKind
{
    public bool Takes(string file) => file.StartsWith("detect_", StringComparison.Ordinal);

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description =>
        new GoldenCase(description.GetProperty("prefix").GetString()!, device => Run(device, entry, description)));

    private static void Run(GoldenDevice device, GoldenEntry entry, JsonElement description)
    {
        string prefix = description.GetProperty("prefix").GetString()!;
        using GoldenTensors tensors = new(entry.FilePath);
        GraphBuilder builder = new();
        RawPredictions raw = new(Input(builder, tensors, "loc"), Input(builder, tensors, "conf"), Input(builder, tensors, "mask"));
        Value priors = builder.Input("priors", new TensorType(ElementType.Float32, tensors.Shape("priors")));
        NmsMode nms = description.GetProperty("nms").GetString() switch
        {
            "fast" => NmsMode.Fast,
            "cross" => NmsMode.CrossClass,
            "traditional" => NmsMode.Traditional,
            string other => throw new InvalidDataException($"{prefix} asks for the NMS {other}; fast, cross or traditional was expected."),
            null => throw new InvalidDataException($"{prefix} does not say which NMS it is of."),
        };
        YolactConfig config = YolactConfigs.ResNet50 with
        {
            InputSize = entry.Description.GetProperty("max_size").GetInt32(),
            Detection = new DetectionConfig
            {
                Nms = nms,
                ConfidenceThreshold = description.GetProperty("conf_thresh").GetSingle(),
                IoUThreshold = description.GetProperty("nms_thresh").GetSingle(),
                TopKPerClass = description.GetProperty("top_k").GetInt32(),
            },
        };
        LayerBuilder layers = new(builder, new FormulaWeights(config.ClassCount));
        Value prototypes = builder.Input("proto", TensorType.Float32(1, 1, 1, 1));
        DetectionStage.BuildFromProbabilities(layers, raw, priors, prototypes, config);

        string[] names = ["loc", "conf", "mask", "priors"];
        Dictionary<string, float[]> found = OneOpRunner.Run(
            device.Context(), builder.Build(), names.ToImmutableDictionary(name => name, tensors.Floats).Add("proto", [0]));

        int count = description.GetProperty("count").GetInt32();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found["count"], Is.EqualTo(new[] { (float)count }));
            Assert.That(found["class"].Take(count), Is.EqualTo(tensors.Integers($"{prefix}class").Select(id => (float)id)));
            Assert.That(found["score"].Take(count), Is.EqualTo(tensors.Floats($"{prefix}score")));
            Assert.That(found["coefficients"].Take(count * tensors.Sizes("mask")[1]), Is.EqualTo(tensors.Floats($"{prefix}mask")));
            GoldenTensors.AssertClose([.. found["box"].Take(count * 4)], tensors.Floats($"{prefix}box"), "box", 1e-6);
        }
    }

    private static Value Input(GraphBuilder builder, GoldenTensors tensors, string name)
    {
        int[] sizes = tensors.Sizes(name);
        return builder.Input(name, TensorType.Float32(1, sizes[0], sizes[1]));
    }
}
