using System.Collections.Immutable;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Passes;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Checking;

/// <summary>
/// What every layer of a network gives, computed by the plain kernels on the CPU, for made-up weights and one made-up picture: all that a
/// device's results are compared with.
/// </summary>
internal sealed class ReferenceRun
{
    private readonly Dictionary<Value, TensorData> values = [];

    /// <summary>Runs a network.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="plain">The CPU, with options for plain kernels.</param>
    /// <param name="cancellation">Looked at between layers.</param>
    public ReferenceRun(YolactConfig config, LoweringContext plain, CancellationToken cancellation)
    {
        Raw = GraphOf(config, detect: false);
        Detecting = GraphOf(config, detect: true);
        float[] image = new float[Raw.Inputs[0].Shape.Length];
        FormulaWeights.Fill("check", -2, 2, image);
        Image = new TensorData(image, null);
        Dictionary<string, ImmutableArray<TensorData>> known = [];
        foreach (Graph.IR.Graph graph in new[] { Raw, Detecting })
        {
            values[graph.Inputs[0]] = Image;
            foreach (Node node in graph.Nodes)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!known.TryGetValue(node.Name, out ImmutableArray<TensorData> outputs))
                {
                    outputs = node.Op.IsView ? [values[node.Inputs[0]]] : NodeRun.Run(node, InputsOf(node), plain).Outputs;
                    known.Add(node.Name, outputs);
                }

                for (int i = 0; i < outputs.Length; i++)
                {
                    values[node.Outputs[i]] = outputs[i];
                }
            }
        }
    }

    /// <summary>Gets the network up to raw predictions.</summary>
    public Graph.IR.Graph Raw { get; }

    /// <summary>Gets the network with detection.</summary>
    public Graph.IR.Graph Detecting { get; }

    /// <summary>Gets the input.</summary>
    public TensorData Image { get; }

    /// <summary>Gives the numbers of a value.</summary>
    public TensorData this[Value value] => values[value];

    /// <summary>Gives the numbers of a node's inputs; null for constants.</summary>
    public ImmutableArray<TensorData?> InputsOf(Node node) => [.. node.Inputs.Select(input => input.IsConstant ? null : values[input])];

    private static Graph.IR.Graph GraphOf(YolactConfig config, bool detect) => GraphPass.ApplyAll(
        YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions { Detect = detect }), [.. GraphPass.Inference]);
}
