using System.Collections.Immutable;
using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Boxes;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>priors: equal bit for bit (on OpenCL devices within the error of their division).</summary>
internal sealed class PriorsGolden : IGoldenKind
{
    public bool Takes(string file) => file == "priors.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description =>
        new GoldenCase(description.GetProperty("tensor").GetString()!, device => Run(device, entry, description)));

    private static void Run(GoldenDevice device, GoldenEntry entry, JsonElement description)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        int[] widths = [.. description.GetProperty("conv_w").EnumerateArray().Select(value => value.GetInt32())];
        int[] heights = [.. description.GetProperty("conv_h").EnumerateArray().Select(value => value.GetInt32())];
        ImmutableArray<PyramidLevel> levels = [.. widths.Zip(heights, (width, height) => new PyramidLevel(height, width))];
        GraphBuilder builder = new();
        Value[] tables = [.. levels.Select((level, i) =>
        {
            PriorBoxTable table = new()
            {
                Scales = [.. description.GetProperty("pred_scales")[i].EnumerateArray().Select(value => value.GetDouble())],
                AspectRatios = [.. description.GetProperty("pred_aspect_ratios")[i].EnumerateArray()
                    .Select(group => (IReadOnlyList<double>)[.. group.EnumerateArray().Select(value => value.GetDouble())])],
                UsePixelScales = description.GetProperty("use_pixel_scales").GetBoolean(),
                RatiosAreRoots = description.GetProperty("preapply_sqrt").GetBoolean(),
                UseSquareAnchors = description.GetProperty("use_square_anchors").GetBoolean(),
            };
            int maxSize = description.GetProperty("cfg_max_size").GetInt32();
            float[] sizes = table.Compute(maxSize, maxSize, level.Width, level.Height);
            return GraphBuilder.Constant($"table {i}", new TensorShape(table.AnchorsPerCell, 2), sizes);
        })];
        builder.Output("priors", builder.Add("priors", new PriorBoxOp(levels), tables));

        float[] priors = OneOpRunner.Run(device.Context(), builder.Build(), ImmutableDictionary<string, float[]>.Empty)["priors"];

        float[] expected = tensors.Floats(description.GetProperty("tensor").GetString()!);
        Assert.That(priors, Has.Length.EqualTo(description.GetProperty("count").GetInt32() * 4));
        if (device.Accelerator.AcceleratorType == ILGPU.Runtime.AcceleratorType.OpenCL)
        {
            GoldenTensors.AssertClose(priors, expected, "priors", 3e-7 * expected.Max());
        }
        else
        {
            Assert.That(priors, Is.EqualTo(expected));
        }
    }
}
