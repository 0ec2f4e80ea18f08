using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Converter.Support;

/// <summary>The raw outputs of this project's own network, on the CPU.</summary>
internal static class RawOutputs
{
    internal static readonly string[] Names = ["loc", "conf", "mask", "proto"];

    /// <summary>Runs a network on one input [1, S, S, 3].</summary>
    internal static Dictionary<string, float[]> Of(YolactConfig config, IWeightSource weights, float[] input)
    {
        (Context context, Accelerator accelerator) = Accelerators.Create("cpu");
        using (context)
        using (accelerator)
        {
            LoweringContext lowering = new(new KernelCache(accelerator), new CompileOptions());
            return NetworkRunner.Run(lowering, config, weights, new NetworkOptions(), input);
        }
    }

    /// <summary>Runs the network of a weights file, with the configuration that is recognised.</summary>
    internal static Dictionary<string, float[]> OfFile(string path, int inputSize, float[] input)
    {
        using IWeightFile file = WeightFile.Open(path);
        YolactConfig config = ConfigRecognizer.Recognize(file) with { InputSize = inputSize };
        return Of(config, new CheckpointWeights(file, config.Fpn.DownsampleLevels), input);
    }

    /// <summary>Asserts that every output is within a part of its largest number.</summary>
    internal static void AssertClose(
        IReadOnlyDictionary<string, float[]> actual, IReadOnlyDictionary<string, float[]> expected, double tolerance)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (string name in Names)
            {
                GoldenTensors.AssertClose(actual[name], expected[name], name, tolerance * expected[name].Max(Math.Abs));
            }
        }
    }
}
