using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>formula_*: a full-size architecture with weights and input from the formula.</summary>
internal sealed class FormulaGolden : IGoldenKind
{
    public bool Takes(string file) => file.StartsWith("formula_", StringComparison.Ordinal);

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry)
    {
        string name = entry.Description.GetProperty("config").GetString()!.Replace("_config", "", StringComparison.Ordinal);
        return YolactConfigs.All.Any(config => config.Name == name)
            ? [new GoldenCase("raw. det.", device => Run(device, entry, name), IsHeavy: true)]
            : [new GoldenCase("", null)];
    }

    private static void Run(GoldenDevice device, GoldenEntry entry, string name)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        JsonElement description = entry.Description;
        int size = description.GetProperty("input_size").GetInt32();
        YolactConfig config = YolactConfigs.Get(name) with { InputSize = size };
        float[] input = new float[3 * size * size];
        FormulaWeights.Fill("input", -2, 2, input);
        input = GoldenTensors.ToNhwc(input, 1, 3, size, size);
        FormulaWeights weights = new(config.ClassCount);
        LoweringContext context = device.Context();

        Dictionary<string, float[]> raw = NetworkRunner.Run(context, config, weights, new NetworkOptions { SemanticOutput = true }, input);

        // The golden detections are those before masks are looked at, and the masks of so small an input are too small for that.
        YolactConfig withoutMasks = config with { MaskIoU = null };
        Dictionary<string, float[]> found = NetworkRunner.Run(
            context, withoutMasks, weights, new NetworkOptions { Detect = true }, input);

        int step = description.GetProperty("row_step").GetInt32();
        JsonElement differences = description.GetProperty("float32_vs_float64");
        using (Assert.EnterMultipleScope())
        {
            AssertRows("loc", 4);
            AssertRows("conf", config.ClassCount);
            AssertRows("mask", config.Protonet.PrototypeCount);
            GoldenTensors.AssertClose(Prototypes(), tensors.Floats("raw.proto_sub"), "proto", Tolerance("proto"));
            GoldenTensors.AssertClose(Semantic(), tensors.Floats("raw.segm_sub"), "segm", Tolerance("segm"));
        }

        DetectionMatcher.AssertSame(
            (int)found["count"][0],
            found["class"],
            found["score"],
            found["box"],
            tensors.Integers("det.class"),
            tensors.Floats("det.score"),
            tensors.Floats("det.box"),
            tolerance: 3e-5);

        // The manifest states differences relative to each output's largest value or absolute ones; the stricter reading is taken.
        double Tolerance(string output) => 4 * differences.GetProperty(output).GetDouble();

        void AssertRows(string output, int columns) => GoldenTensors.AssertClose(
            [.. raw[output].Chunk(columns).Where((_, row) => row % step == 0).SelectMany(row => row)],
            tensors.Floats($"raw.{output}_rows"),
            output,
            Tolerance(output));

        float[] Prototypes()
        {
            int every = description.GetProperty("proto_step").GetInt32();
            int count = config.Protonet.PrototypeCount;
            int side = (int)Math.Sqrt(raw["proto"].Length / count);
            return
            [
                .. raw["proto"].Chunk(count)
                    .Where((_, pixel) => pixel / side % every == 0 && pixel % side % every == 0)
                    .SelectMany(pixel => pixel),
            ];
        }

        float[] Semantic()
        {
            int classes = config.ClassNames.Length;
            int side = (int)Math.Sqrt(raw["segm"].Length / classes);
            return
            [
                .. from c in Enumerable.Range(0, classes)
                   from row in Enumerable.Range(0, (side + 1) / 2)
                   from column in Enumerable.Range(0, (side + 1) / 2)
                   select raw["segm"][(((row * 2 * side) + (column * 2)) * classes) + c],
            ];
        }
    }
}
