using System.Collections.Immutable;
using YolactGpu.Graph.IR;

namespace YolactGpu.WeightsConverter;

/// <summary>The part of a network that its raw outputs depend on.</summary>
internal static class LiveNodes
{
    /// <summary>The raw outputs: box offsets, class logits, mask coefficients, keypoints where there are any, prototypes.</summary>
    internal static ImmutableArray<string> RawOutputs(Graph.IR.Graph graph)
    {
        string[] all = ["loc", "conf", "mask", "keypoint_offsets", "keypoint_visibility", "proto"];
        return [.. all.Where(name => graph.Outputs.Any(output => output.Name == name))];
    }

    /// <summary>The nodes that the raw outputs depend on, in their order.</summary>
    internal static ImmutableArray<Node> Of(Graph.IR.Graph graph)
    {
        HashSet<Value> wanted = [.. RawOutputs(graph).Select(graph.Output)];
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
