using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>keypoints_*: the keypoints of a full-size architecture with weights and input from the formula.</summary>
internal sealed class KeypointsGolden : IGoldenKind
{
    public bool Takes(string file) => file.StartsWith("keypoints_", StringComparison.Ordinal);

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => [new GoldenCase("raw. det.", device => Run(device, entry), IsHeavy: true)];

    private static void Run(GoldenDevice device, GoldenEntry entry)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        JsonElement description = entry.Description;
        int size = description.GetProperty("input_size").GetInt32();
        YolactConfig config = YolactConfigs.Get(description.GetProperty("config").GetString()!) with { InputSize = size };
        int keypoints = config.Head.Keypoints!.Names.Length;
        float[] input = new float[3 * size * size];
        FormulaWeights.Fill("input", -2, 2, input);
        input = GoldenTensors.ToNhwc(input, 1, 3, size, size);
        FormulaWeights weights = new(config.ClassCount);
        LoweringContext context = device.Context();

        Dictionary<string, float[]> raw = NetworkRunner.Run(context, config, weights, new NetworkOptions(), input);
        Dictionary<string, float[]> found = NetworkRunner.Run(context, config, weights, new NetworkOptions { Detect = true }, input);

        int step = description.GetProperty("row_step").GetInt32();
        JsonElement differences = description.GetProperty("float32_vs_float64");
        using (Assert.EnterMultipleScope())
        {
            AssertRows("keypoint_offsets", 2 * keypoints);
            AssertRows("keypoint_visibility", keypoints);
        }

        int[] partners = DetectionMatcher.AssertSame(
            (int)found["count"][0],
            found["class"],
            found["score"],
            found["box"],
            tensors.Integers("det.class"),
            tensors.Floats("det.score"),
            tensors.Floats("det.box"),
            tolerance: 3e-5);
        int columns = 3 * keypoints;
        GoldenTensors.AssertClose(
            [.. partners.SelectMany(partner => found["keypoints"][(partner * columns)..][..columns])],
            tensors.Floats("det.keypoints"),
            "keypoints",
            3e-5);

        void AssertRows(string output, int rowLength) => GoldenTensors.AssertClose(
            [.. raw[output].Chunk(rowLength).Where((_, row) => row % step == 0).SelectMany(row => row)],
            tensors.Floats($"raw.{output}_rows"),
            output,
            4 * differences.GetProperty(output).GetDouble());
    }
}
