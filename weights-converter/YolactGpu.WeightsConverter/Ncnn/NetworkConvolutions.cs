using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.WeightsConverter.Ncnn;

/// <summary>The convolutions of this project's own network that its raw outputs depend on.</summary>
internal sealed class NetworkConvolutions
{
    private readonly Dictionary<Value, Node[]> readers;

    internal NetworkConvolutions(Graph.IR.Graph graph)
    {
        ImmutableArray<Node> nodes = LiveNodes.Of(graph);
        readers = nodes
            .SelectMany(node => node.Inputs.Select(input => (Input: input, Node: node)))
            .GroupBy(pair => pair.Input, pair => pair.Node)
            .ToDictionary(group => group.Key, group => group.ToArray());
        Nodes = [.. nodes.Where(node => node.Op is Convolution2DOp)];
        Sites = FindSites(nodes);
    }

    /// <summary>The nodes of the convolutions.</summary>
    internal ImmutableArray<Node> Nodes { get; }

    /// <summary>The same, as places in the network.</summary>
    internal IReadOnlyList<ConvolutionSite> Sites { get; }

    /// <summary>The batch norm that alone reads a convolution, or null.</summary>
    internal Node? BatchNormOf(Node convolution) =>
        OnlyReader(convolution.Outputs[0]) is { Op: BatchNormOp } norm ? norm : null;

    private List<ConvolutionSite> FindSites(ImmutableArray<Node> nodes)
    {
        List<ConvolutionSite> sites = [];
        Dictionary<Value, SortedSet<int>> feeders = [];
        foreach (Node node in nodes)
        {
            SortedSet<int> reached = [.. node.Inputs.SelectMany(input => feeders.GetValueOrDefault(input) ?? [])];
            if (node.Op is Convolution2DOp op)
            {
                TensorShape filter = node.Inputs[1].Shape;
                ConvolutionKind kind = new(
                    filter[2], filter[3], op.Stride, op.Padding, ActivationBehind(node.Outputs[0]));
                sites.Add(new ConvolutionSite(node.Name, kind, [.. reached]));
                reached = [sites.Count - 1];
            }

            feeders[node.Outputs[0]] = reached;
        }

        return sites;
    }

    private string ActivationBehind(Value value)
    {
        Node? reader = OnlyReader(value);
        while (reader?.Op is BatchNormOp or ReshapeOp or ConcatOp)
        {
            reader = OnlyReader(reader.Outputs[0]);
        }

        return reader?.Op is ActivationOp op && op.Activation != Activation.None
            ? op.Activation.ToString().ToLowerInvariant()
            : ConvolutionKind.NoActivation;
    }

    private Node? OnlyReader(Value value) =>
        readers.TryGetValue(value, out Node[]? nodes) && nodes.Length == 1 ? nodes[0] : null;
}
