using System.Collections.Immutable;
using YolactGpu.Graph.IR;

namespace YolactGpu.WeightsConverter;

/// <summary>The part of a network that its raw outputs depend on.</summary>
internal static class LiveNodes
{
    /// <summary>The raw outputs: box offsets, class logits, mask coefficients, prototypes.</summary>
    internal static ImmutableArray<string> RawOutputs { get; } = ["loc", "conf", "mask", "proto"];

    /// <summary>Those that a network has: where masks are direct there are no prototypes.</summary>
    internal static IEnumerable<string> OutputsOf(Graph.IR.Graph graph) =>
        RawOutputs.Where(name => graph.Outputs.Any(output => output.Name == name));

    /// <summary>The nodes that the raw outputs depend on, in their order.</summary>
    internal static ImmutableArray<Node> Of(Graph.IR.Graph graph)
    {
        HashSet<Value> wanted = [.. OutputsOf(graph).Select(graph.Output)];
        Stack<Node> live = [];
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(wanted.Contains))
            {
                live.Push(node);
                wanted.UnionWith(node.Inputs);
            }
        }

        return [.. live];
    }
}
