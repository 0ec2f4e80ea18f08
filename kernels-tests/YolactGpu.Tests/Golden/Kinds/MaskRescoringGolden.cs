using System.Collections.Immutable;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Heads;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>
/// postprocess_maskiou: what the mask IoU net says of soft masks, and the scores that follow: of the box as it was (rescore_bbox
/// False), and of the mask, which is the one score of rescore_bbox True.
/// </summary>
internal sealed class MaskRescoringGolden : IGoldenKind
{
    public const string File = "postprocess_maskiou.safetensors";

    public bool Takes(string file) => file == File;

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) =>
    [
        new GoldenCase("scores", device => AssertScores(device, entry)),
        new GoldenCase("masks", device => AssertMasks(device, entry)),
    ];

    private static void AssertScores(GoldenDevice device, GoldenEntry entry)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        YolactConfig config = ConfigOf(entry, tensors);
        int count = tensors.Sizes("in.score")[0];
        int[] proto = tensors.Sizes("in.proto");
        GraphBuilder builder = new();
        Value box = builder.Input("box", TensorType.Float32(1, count, 4));
        Value score = builder.Input("score", TensorType.Float32(1, count));
        Value coefficients = builder.Input("coefficients", TensorType.Float32(1, count, proto[2]));
        Value prototypes = builder.Input("proto", TensorType.Float32(1, proto[0], proto[1], proto[2]));
        Value classes = builder.Input("class", TensorType.Int32(1, count));
        Value positions = builder.Input("position", TensorType.Int32(1, count));
        Value counts = builder.Input("count", TensorType.Int32(1));
        LayerBuilder layers = new(builder, new GoldenWeights(tensors));
        Value iou = MaskIoUNet.Build(layers, new DetectedMasks(prototypes, coefficients, box, score, counts), config);
        ImmutableArray<Value> rescored = builder.AddMany("rescore", new RescoreDetectionsOp(), score, positions, classes, iou);
        builder.Output("class", classes);
        builder.Output("position", positions);
        builder.Output("count", counts);
        builder.Output("iou", iou);
        builder.Output("rescored", rescored[0]);
        builder.Output("positions", rescored[1]);
        builder.Output("box_score", rescored[2]);

        using DeviceConstants constants = new(device.Accelerator);
        using ExecutionPlan plan = ExecutionPlan.Compile(builder.Build(), device.Context(), constants);
        AcceleratorStream stream = device.Accelerator.DefaultStream;
        plan.Floats(box).CopyFromCPU(stream, tensors.Floats("in.box"));
        plan.Floats(score).CopyFromCPU(stream, tensors.Floats("in.score"));
        plan.Floats(coefficients).CopyFromCPU(stream, tensors.Floats("in.mask"));
        plan.Floats(prototypes).CopyFromCPU(stream, tensors.Floats("in.proto"));
        plan.Ints("class").CopyFromCPU(stream, [.. tensors.Integers("in.class").Select(id => (int)id)]);
        plan.Ints("position").CopyFromCPU(stream, [.. Enumerable.Range(0, count)]);
        plan.Ints("count").CopyFromCPU(stream, [count]);
        plan.Run(stream);
        float[] overlaps = new float[iou.Shape.Length];
        float[] scores = new float[count];
        float[] boxScores = new float[count];
        int[] order = new int[count];
        plan.Floats("iou").CopyToCPU(stream, overlaps);
        plan.Floats("rescored").CopyToCPU(stream, scores);
        plan.Floats("box_score").CopyToCPU(stream, boxScores);
        plan.Ints("positions").CopyToCPU(stream, order);
        stream.Synchronize();

        using (Assert.EnterMultipleScope())
        {
            GoldenTensors.AssertClose(overlaps, tensors.Floats("maskiou_net_output"), "overlaps");
            float[] maskScores = tensors.Floats("out.mask_score");
            float[] onlyScores = tensors.Floats("out.rescored");
            GoldenTensors.AssertClose(scores, [.. order.Select(detection => maskScores[detection])], "mask scores");
            GoldenTensors.AssertClose(scores, [.. order.Select(detection => onlyScores[detection])], "scores");
            Assert.That(boxScores, Is.EqualTo(order.Select(detection => tensors.Floats("out.box_score")[detection])));
            Assert.That(order, Is.EquivalentTo(Enumerable.Range(0, count)));
            Assert.That(scores, Is.Ordered.Descending);
        }
    }

    private static void AssertMasks(GoldenDevice device, GoldenEntry entry)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        int width = entry.Description.GetProperty("width").GetInt32();
        int height = entry.Description.GetProperty("height").GetInt32();
        CollectedInstance[] found = PostprocessGolden.Postprocess(
            device, tensors, "in.", "in.proto", new ImagePixels(new byte[width * height * 3], width, height), new PredictionFilter(0, 100));

        byte[] bits = tensors.Bytes("out.mask_bits");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(instance => (long)instance.ClassId), Is.EqualTo(tensors.Integers("out.class")));
            Assert.That(
                found.SelectMany(instance => new long[] { instance.Box.X1, instance.Box.Y1, instance.Box.X2, instance.Box.Y2 }),
                Is.EqualTo(tensors.Integers("out.box")));
            for (int i = 0; i < found.Length; i++)
            {
                Assert.That(PostprocessGolden.CountDifferences(found[i].MaskWords, bits, i, width, height), Is.LessThanOrEqualTo(1), $"mask {i}");
            }
        }
    }

    private static YolactConfig ConfigOf(GoldenEntry entry, GoldenTensors tensors) => YolactConfigs.PlusResNet50 with
    {
        ClassNames = [.. Enumerable.Range(1, entry.Description.GetProperty("num_classes").GetInt32() - 1).Select(i => $"class {i}")],
        MaskIoU = new MaskIoUConfig
        {
            Channels = [.. Enumerable.Range(0, 5).Select(i => tensors.Sizes($"net.maskiou_net.{2 * i}.weight")[0])],
        },
    };

    /// <summary>The net's weights, whose names in the file lack the first "maskiou_net." of a checkpoint.</summary>
    private sealed class GoldenWeights(GoldenTensors tensors) : IWeightSource
    {
        public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape) =>
            () => tensors.Floats(name.Replace("maskiou_net.maskiou_net.", "net.maskiou_net.", StringComparison.Ordinal));

        public void Skip(string name, TensorShape? shape) => throw new InvalidOperationException($"{name} was passed over.");
    }
}
