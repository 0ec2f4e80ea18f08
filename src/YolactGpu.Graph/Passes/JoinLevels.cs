using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// Convolutions of the same weights over inputs of several sizes, the heads on the levels of the pyramid, become one node where Winograd's
/// algorithm is expected to compute all of them together faster than each by itself: weights are read for as many patches at a time as fit,
/// not for the few of a small level. Constants are the same where their names are. None may need what another gives. For the
/// processor's vectors, which have a kernel for it.
/// </summary>
internal static class JoinLevels
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        List<Node> nodes = [.. graph.Nodes];
        foreach (Node[] levels in FindLevels(graph))
        {
            nodes = TryJoin(levels, nodes, graph.Inputs) ?? nodes;
        }

        Rewriter rewriter = new(graph);
        nodes.ForEach(rewriter.Add);
        return rewriter.Build();
    }

    private static IEnumerable<Node[]> FindLevels(IR.Graph graph) => graph.Nodes
        .Where(node => node.Op is Convolution2DOp { HasResidual: false, HasHalfOutput: false }
            && !node.Inputs[0].IsConstant
            && node.Inputs.Skip(1).All(input => input.IsConstant))
        .GroupBy(node => (node.Op, Batch: node.Inputs[0].Shape[0], Constants: string.Join(" and ", node.Inputs.Skip(1).Select(input => input.Name))))
        .SelectMany(group => group.Chunk(ConvolutionMaps.Most))
        .Where(levels => levels.Length > 1
            && ConvolutionChoice.ForLevels([.. levels.Select(level => ((Convolution2DOp)level.Op).LayerOf(level).Shape)]) is not null);

    /// <summary>Gives the nodes with one in the place of the last level, or null where no order of them is left.</summary>
    private static List<Node>? TryJoin(Node[] levels, List<Node> nodes, ImmutableArray<Value> inputs)
    {
        Node joined = new(
            $"{levels[0].Name} on {levels.Length} levels",
            new LevelConvolution2DOp((Convolution2DOp)levels[0].Op),
            [.. levels.Select(level => level.Inputs[0]), .. levels[0].Inputs.Skip(1)],
            [.. levels.Select(level => level.Outputs[0])]);
        return Sort([.. nodes.Select(node => node == levels[^1] ? joined : node).Except(levels)], inputs);
    }

    /// <summary>Moves nodes behind what they read, and leaves their order otherwise.</summary>
    private static List<Node>? Sort(List<Node> waiting, ImmutableArray<Value> inputs)
    {
        HashSet<Value> written = [.. inputs];
        List<Node> sorted = [];
        while (waiting.FindIndex(node => node.Inputs.All(input => input.IsConstant || written.Contains(input))) is var next and >= 0)
        {
            sorted.Add(waiting[next]);
            written.UnionWith(waiting[next].Outputs);
            waiting.RemoveAt(next);
        }

        return waiting.Count == 0 ? sorted : null;
    }
}
