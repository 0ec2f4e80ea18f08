using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Passes;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Golden;

/// <summary>Runs whole networks on given input tensors.</summary>
internal static class NetworkRunner
{
    /// <summary>Gives the outputs of a network for one input [N, H, W, 3].</summary>
    public static Dictionary<string, float[]> Run(
        LoweringContext context, YolactConfig config, IWeightSource weights, NetworkOptions options, float[] input)
    {
        YolactGpu.Graph.IR.Graph graph = YolactNetwork.Build(config, weights, options);
        (weights as CheckpointWeights)?.ThrowIfUnfit(config.Name);
        graph = GraphPass.ApplyAll(graph, [.. GraphPass.For(context)]);
        return OneOpRunner.Run(context, graph, ImmutableDictionary<string, float[]>.Empty.Add("image", input));
    }

    /// <summary>Gives the instances of the detecting network and its mask stage, for an image of the given size.</summary>
    public static (Dictionary<string, float[]> Detections, CollectedInstance[] Instances) Detect(
        LoweringContext context, YolactConfig config, IWeightSource weights, float[] input, ImagePixels image, InputShape? shape = null)
    {
        YolactGpu.Graph.IR.Graph graph = YolactNetwork.Build(config, weights, new NetworkOptions { Detect = true, Input = shape });
        graph = GraphPass.ApplyAll(graph, [.. GraphPass.For(context)]);
        Dictionary<string, float[]> detections = OneOpRunner.Run(
            context, graph, ImmutableDictionary<string, float[]>.Empty.Add("image", input));

        AcceleratorStream stream = context.Accelerator.DefaultStream;
        using DeviceConstants constants = new(context.Accelerator);
        using ExecutionPlan plan = ExecutionPlan.Compile(graph, context, constants);
        plan.Floats(graph.Inputs[0]).CopyFromCPU(stream, input);
        plan.Run(stream);
        using MaskStage masks = new(plan, context.Kernels, config, readsAhead: true);
        CollectedInstances found = new();
        masks.Run(stream, [image], new PredictionFilter(-1, 100), found);
        return (detections, found.Images[0]);
    }
}
