using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// Stores activations as FP16 where every op that writes or reads them has a kernel for it: between convolutions, and through pools and
/// resizes. No conversions are inserted: kernels round as they store. Graph inputs and outputs stay as they are.
/// </summary>
internal static class StoreAsHalf
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        HashSet<Value> halves = FindStorable(graph);
        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes)
        {
            if (node.Outputs.Length == 1 && halves.Contains(node.Outputs[0]))
            {
                Value output = node.Outputs[0];
                Value half = new(output.Name, new TensorType(ElementType.Float16, output.Shape));
                rewriter.Add(node with { Op = node.Op.WithHalfOutput()!, Outputs = [half] });
                rewriter.Replace(output, half);
            }
            else
            {
                rewriter.Add(node);
            }
        }

        return rewriter.Build();
    }

    private static HashSet<Value> FindStorable(IR.Graph graph)
    {
        ImmutableHashSet<Value> outputs = [.. graph.Outputs.Select(output => output.Value)];
        HashSet<Value> halves =
        [
            .. graph.Nodes
                .Where(node => node.Outputs.Length == 1 && node.Op.WithHalfOutput() is not null)
                .Select(node => node.Outputs[0])
                .Where(value => value.Type.Element == ElementType.Float32
                    && value.Shape.Rank == 4
                    && value.Shape[3] % ConvolutionStorage.ChannelMultiple == 0
                    && !outputs.Contains(value)),
        ];

        // An op that cannot mix takes its input out with its output and the other way round, and so on along the graph.
        int count;
        do
        {
            count = halves.Count;
            foreach (Node node in graph.Nodes.Where(node => !TakesHalves(node, halves)))
            {
                halves.ExceptWith(node.Inputs);
                if (node.Op.HalfStorage == HalfStorage.Together)
                {
                    halves.ExceptWith(node.Outputs);
                }
            }
        }
        while (halves.Count < count);

        return halves;
    }

    private static bool TakesHalves(Node node, HashSet<Value> halves) => node.Op.HalfStorage switch
    {
        HalfStorage.Each => true,
        HalfStorage.Together => node.Inputs.Concat(node.Outputs).All(halves.Contains),
        _ => false,
    };
}
