using System.Text.Json;
using ILGPU;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>postprocess_*: from detections to boxes in pixels and binary masks.</summary>
internal sealed class PostprocessGolden : IGoldenKind
{
    public bool Takes(string file) => file.StartsWith("postprocess_", StringComparison.Ordinal) && file != MaskRescoringGolden.File;

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description => new GoldenCase(
        description.GetProperty("prefix").GetString()!, device => Run(device, entry, description)));

    private static void Run(GoldenDevice device, GoldenEntry entry, JsonElement description)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        string prefix = description.GetProperty("prefix").GetString()!;
        int width = description.GetProperty("width").GetInt32();
        int height = description.GetProperty("height").GetInt32();
        PredictionFilter filter = new(description.GetProperty("score_threshold").GetSingle(), TopK: 100);

        CollectedInstance[] found = Postprocess(device, tensors, $"{prefix}in_", "proto", new ImagePixels(new byte[width * height * 3], width, height), filter);

        long[] boxes = tensors.Integers($"{prefix}box");
        byte[] bits = tensors.Bytes($"{prefix}mask_bits");
        long[] ambiguous = tensors.Integers($"{prefix}ambiguous_pixels");
        Assert.That(found, Has.Length.EqualTo(description.GetProperty("count").GetInt32()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(instance => (long)instance.ClassId), Is.EqualTo(tensors.Integers($"{prefix}class")));
            Assert.That(found.Select(instance => instance.Score), Is.EqualTo(tensors.Floats($"{prefix}score")));
            Assert.That(
                found.SelectMany(instance => new long[] { instance.Box.X1, instance.Box.Y1, instance.Box.X2, instance.Box.Y2 }),
                Is.EqualTo(boxes));
            for (int i = 0; i < found.Length; i++)
            {
                int differing = CountDifferences(found[i].MaskWords, bits, i, width, height);
                Assert.That(differing, Is.LessThanOrEqualTo(ambiguous[i]), $"pixels of mask {i}");
            }
        }
    }

    /// <summary>Gives the instances for detections and prototypes of a golden file.</summary>
    internal static CollectedInstance[] Postprocess(
        GoldenDevice device, GoldenTensors tensors, string prefix, string prototypeName, ImagePixels image, PredictionFilter filter)
    {
        int count = tensors.Sizes($"{prefix}score")[0];
        int[] proto = tensors.Sizes(prototypeName);
        GraphBuilder builder = new();
        Value box = builder.Input("box", TensorType.Float32(1, count, 4));
        Value score = builder.Input("score", TensorType.Float32(1, count));
        Value coefficients = builder.Input("coefficients", TensorType.Float32(1, count, proto[2]));
        Value prototypes = builder.Input("proto", TensorType.Float32(1, proto[0], proto[1], proto[2]));
        Value classes = builder.Input("class", TensorType.Int32(1, count));
        Value counts = builder.Input("count", TensorType.Int32(1));
        foreach (Value value in new[] { box, score, coefficients, prototypes, classes, counts })
        {
            builder.Output(value.Name, value);
        }

        using DeviceConstants constants = new(device.Accelerator);
        using ExecutionPlan plan = ExecutionPlan.Compile(builder.Build(), device.Context(), constants);
        AcceleratorStreamWriter writer = new(device.Accelerator.DefaultStream);
        writer.Write(plan.Floats(box), tensors.Floats($"{prefix}box"));
        writer.Write(plan.Floats(score), tensors.Floats($"{prefix}score"));
        writer.Write(plan.Floats(coefficients), tensors.Floats($"{prefix}mask"));
        writer.Write(plan.Floats(prototypes), tensors.Floats(prototypeName));
        writer.Write(plan.Ints("class"), [.. tensors.Integers($"{prefix}class").Select(id => (int)id)]);
        writer.Write(plan.Ints("count"), [count]);

        using MaskStage masks = new(plan, device.Kernels, YolactConfigs.ResNet50, readsAhead: true);
        CollectedInstances found = new();
        masks.Run(device.Accelerator.DefaultStream, [image], filter, found);
        return found.Images[0];
    }

    /// <summary>Counts the pixels in which our words (least significant bit first, rows padded) differ from numpy's packed bits of a mask.</summary>
    internal static int CountDifferences(uint[] words, byte[] masks, int mask, int width, int height)
    {
        int bytesPerMask = ((width * height) + 7) / 8;
        ReadOnlySpan<byte> packed = masks.AsSpan(mask * bytesPerMask, bytesPerMask);
        int wordsPerRow = (width + 31) / 32;
        int differences = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * width) + x;
                bool expected = ((packed[at / 8] >> (7 - (at % 8))) & 1) != 0;
                bool actual = ((words[(y * wordsPerRow) + (x / 32)] >> (x % 32)) & 1) != 0;
                differences += expected == actual ? 0 : 1;
            }
        }

        return differences;
    }

    private readonly struct AcceleratorStreamWriter(ILGPU.Runtime.AcceleratorStream stream)
    {
        public void Write<T>(ArrayView<T> view, T[] values)
            where T : unmanaged => ILGPU.Runtime.ArrayViewExtensions.CopyFromCPU(view, stream, values);
    }
}
