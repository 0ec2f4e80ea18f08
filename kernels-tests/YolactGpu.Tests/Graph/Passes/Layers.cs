using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

/// <summary>Builds the small graphs that passes are looked at with; every value is [1, 2, 3, 2].</summary>
internal sealed class Layers
{
    private const int Channels = 2;

    public GraphBuilder Graph { get; } = new();

    /// <summary>Gives the names and ops of a graph's nodes.</summary>
    public static IEnumerable<string> Names(NetworkGraph graph) => graph.Nodes.Select(node => $"{node.Name}: {node.Op.Name}");

    /// <summary>Gives the names, ops, inputs and outputs of a graph's nodes.</summary>
    public static IEnumerable<string> Describe(NetworkGraph graph) => graph.Nodes.Select(node =>
        $"{node.Name}: {node.Op} ({string.Join(", ", node.Inputs)}) -> {string.Join(", ", node.Outputs)}");

    /// <summary>Gives the pass of that name.</summary>
    public static GraphPass Pass(string name) => GraphPass.Inference.Single(pass => pass.Name == name);

    public Value Input(string name = "x") => Graph.Input(name, TensorType.Float32(1, 2, 3, Channels));

    public Value Convolution(string name, Value x, Value? weights = null, Activation activation = Activation.None) => Graph.Add(
        name,
        new Convolution2DOp(1, 0, 1, activation, HasBias: false, HasResidual: false),
        x,
        weights ?? RandomNetwork.Weight($"{name}.weight", name.Length, 2, Channels, Channels, 1, 1));

    public Value BatchNorm(string name, Value x, params ReadOnlySpan<Value> statistics) => Graph.Add(
        name,
        new BatchNormOp(0.5f),
        statistics.Length > 0
            ? [x, .. statistics]
            : [x, Numbers($"{name}.gamma", 3, 5), Numbers($"{name}.beta", 7, 11), Numbers($"{name}.mean", 0.5f, 2), Numbers($"{name}.var", 0.5f, 3.5f)]);

    public Value Activate(string name, Value x, Activation activation = Activation.Relu) =>
        Graph.Add(name, new ActivationOp(activation), x);

    public Value Sum(string name, Value a, Value b) => Graph.Add(name, new AddOp(), a, b);

    public Value Numbers(string name, params float[] values) => GraphBuilder.Constant(name, new TensorShape(values.Length), values);

    public NetworkGraph Build(params ReadOnlySpan<Value> outputs)
    {
        foreach (Value output in outputs)
        {
            Graph.Output($"y{output.Name}", output);
        }

        return Graph.Build();
    }
}
