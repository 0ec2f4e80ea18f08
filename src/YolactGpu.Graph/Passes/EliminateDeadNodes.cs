using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Passes;

/// <summary>Drops nodes that no output depends on: in inference the semantic branch.</summary>
internal static class EliminateDeadNodes
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        HashSet<Value> wanted = [.. graph.Outputs.Select(output => output.Value)];
        List<Node> live = [];
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(wanted.Contains))
            {
                live.Add(node);
                wanted.UnionWith(node.Inputs);
            }
        }

        live.Reverse();
        return new IR.Graph(graph.Inputs, [.. live], graph.Outputs);
    }
}
