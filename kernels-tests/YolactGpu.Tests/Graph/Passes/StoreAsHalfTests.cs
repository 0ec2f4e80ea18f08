using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model;
using YolactGpu.Model.Weights;
using YolactGpu.Tests.Golden;
using YolactGpu.Tests.Library;
using YolactGpu.Tests.Support;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

/// <summary>Which values are stored as halves, and what a network computes with them, on the plain kernels, which run on every device.</summary>
public sealed class StoreAsHalfTests(string device) : AcceleratorFixture(device)
{
    [Test]
    public void Stores_what_convolutions_pools_and_resizes_hand_each_other()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(1, 8, 8, 3));
        Value stem = Convolution(builder, "stem", x, 8);
        Value pool = builder.Add("pool", new MaxPool2DOp(3, 2, 1), stem);
        Value inner = Convolution(builder, "inner", pool, 16);
        Value resized = builder.Add("resize", new ResizeBilinearOp(8, 8), inner);
        builder.Output("y", Convolution(builder, "last", resized, 8));

        Assert.That(HalvesOf(builder.Build()), Is.EqualTo(new[] { "stem", "pool", "inner", "resize" }));
    }

    [Test]
    public void Leaves_what_another_op_reads_and_everything_that_it_is_pooled_to()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(1, 8, 8, 3));
        Value stem = Convolution(builder, "stem", x, 8);
        Value pool = builder.Add("pool", new MaxPool2DOp(1, 1, 0), stem);
        builder.Output("y", builder.Add("softmax", new SoftmaxOp(), pool));
        builder.Output("z", Convolution(builder, "last", stem, 8));

        Assert.That(HalvesOf(builder.Build()), Is.Empty);
    }

    [Test]
    public void Leaves_channels_that_are_no_multiple_of_8_and_functions_that_are_no_lines()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(1, 8, 8, 8));
        Value odd = Convolution(builder, "odd", x, 12);
        Value tanh = Convolution(builder, "tanh", odd, 8, Activation.Tanh);
        builder.Output("y", Convolution(builder, "last", tanh, 8));

        Assert.That(HalvesOf(builder.Build()), Is.Empty);
    }

    [Test]
    public void Changes_the_outputs_of_a_network_by_what_halves_round()
    {
        NetworkGraph graph = GraphPass.ApplyAll(
            YolactNetwork.Build(TinyNetwork.Config, new FormulaWeights(TinyNetwork.Config.ClassCount), new NetworkOptions()),
            [.. GraphPass.Inference]);
        NetworkGraph halves = GraphPass.HalfStorage.Apply(graph);
        Dictionary<string, float[]> input = new() { ["image"] = RandomData.Floats((int)graph.Inputs[0].Shape.Length, seed: 3) };

        Dictionary<string, float[]> exact = OneOpRunner.Run(Context(ConvolutionPrecision.Float32), graph, input);
        Dictionary<string, float[]> rounded = OneOpRunner.Run(Context(ConvolutionPrecision.Float16), halves, input);

        Assert.That(HalvesOf(graph).Length, Is.GreaterThan(graph.Nodes.Count(node => node.Op is ConvolutionOp) / 2));
        foreach ((string name, float[] values) in exact)
        {
            // Eleven bits and some thirty layers: half a percent of the largest value.
            Assert.That(rounded[name], Is.EqualTo(values).Within(0.005 * values.Max(Math.Abs)), name);
        }

        Assert.That(rounded["proto"], Is.Not.EqualTo(exact["proto"]), "nothing was rounded");
    }

    private static string[] HalvesOf(NetworkGraph graph) =>
    [
        .. GraphPass.HalfStorage.Apply(graph).Nodes
            .SelectMany(node => node.Outputs)
            .Where(value => value.Type.Element == ElementType.Float16)
            .Select(value => value.Name),
    ];

    private static Value Convolution(GraphBuilder builder, string name, Value x, int outputs, Activation activation = Activation.Relu) =>
        builder.Add(
            name,
            new Convolution2DOp(1, 0, 1, activation, HasBias: false, HasResidual: false),
            x,
            RandomNetwork.Weight($"{name}.weight", 1, x.Shape[3], outputs, x.Shape[3], 1, 1));

    private LoweringContext Context(ConvolutionPrecision precision) =>
        new(new KernelCache(Accelerator), new CompileOptions { PlainKernelsOnly = true, Precision = precision });
}
