using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// Convolutions of one value that differ only in their weights become one, with all their filters, where their outputs are only reshaped
/// and concatenated: the heads on a level of the pyramid. The concatenation then picks its columns from the merged output. One launch
/// takes the place of many, the input is read, and transformed, once, and few channels leave less of the last tile unused.
/// Filters of zeros fill the channels up to a multiple of <see cref="ConvolutionStorage.ChannelMultiple"/>, so that pixels begin at whole
/// vectors: kernels for GPUs store four channels at once there, and one by one elsewhere.
/// </summary>
internal static class MergeConvolutions
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, Part> parts = FindParts(graph);
        Dictionary<Node, Group> groups = [];
        foreach (Group group in FindGroups(graph, parts))
        {
            foreach (Node convolution in group.Convolutions)
            {
                groups.Add(convolution, group);
            }
        }

        Dictionary<Value, Part> merged = parts.Where(pair => groups.ContainsKey(pair.Value.Convolution)).ToDictionary();
        HashSet<Node> reshapes = [.. merged.Values.Select(part => part.Reshape)];
        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes.Where(node => !reshapes.Contains(node)))
        {
            if (groups.TryGetValue(node, out Group? group))
            {
                if (group.Convolutions[0] == node)
                {
                    rewriter.Add(group.Merge());
                }
            }
            else
            {
                rewriter.Add(node.Inputs.Any(merged.ContainsKey) ? Slice(node, merged, groups) : node);
            }
        }

        return rewriter.Build();
    }

    /// <summary>Finds the outputs of convolutions that are reshaped and concatenated, by what the concatenation reads.</summary>
    private static Dictionary<Value, Part> FindParts(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        HashSet<Value> concatenated = [.. graph.Nodes.Where(node => node.Op is ConcatOp).SelectMany(node => node.Inputs)];
        Dictionary<Value, Node> convolutions = graph.Nodes
            .Where(node => node.Op is Convolution2DOp { HasResidual: false, HasHalfOutput: false }
                && !node.Inputs[0].IsConstant
                && node.Inputs.Skip(1).All(input => input.IsConstant)
                && uses.GetValueOrDefault(node.Outputs[0]) == 1)
            .ToDictionary(node => node.Outputs[0]);
        return graph.Nodes
            .Where(node => node.Op is ReshapeOp
                && convolutions.ContainsKey(node.Inputs[0])
                && uses.GetValueOrDefault(node.Outputs[0]) == 1
                && concatenated.Contains(node.Outputs[0])
                && node.Outputs[0].Shape[0] == node.Inputs[0].Shape[0])
            .ToDictionary(node => node.Outputs[0], node => new Part(convolutions[node.Inputs[0]], node));
    }

    private static IEnumerable<Group> FindGroups(IR.Graph graph, Dictionary<Value, Part> parts)
    {
        HashSet<Node> candidates = [.. parts.Values.Select(part => part.Convolution)];
        return graph.Nodes
            .Where(candidates.Contains)
            .GroupBy(node => (
                Input: node.Inputs[0],
                Op: (Convolution2DOp)node.Op with { HasBias = false },
                Height: node.Inputs[1].Shape[2],
                Width: node.Inputs[1].Shape[3]))
            .Where(group => group.Count() > 1)
            .Select(group => new Group([.. group]));
    }

    private static Node Slice(Node concat, Dictionary<Value, Part> merged, Dictionary<Node, Group> groups)
    {
        List<Value> inputs = [];
        List<ColumnRange> ranges = [];
        foreach (Value input in concat.Inputs)
        {
            if (merged.TryGetValue(input, out Part? part))
            {
                Group group = groups[part.Convolution];
                inputs.Add(group.Output);
                ranges.Add(group.RangeOf(part.Convolution));
            }
            else
            {
                inputs.Add(input);
                ranges.Add(new ColumnRange(0, input.Shape[2]));
            }
        }

        ConcatSlicesOp op = new(concat.Outputs[0].Shape[2], [.. ranges]);
        return new Node(concat.Name, op, [.. inputs], concat.Outputs);
    }

    /// <summary>A convolution and the reshape between it and the concatenation.</summary>
    private sealed record Part(Node Convolution, Node Reshape);

    /// <summary>Convolutions that become one.</summary>
    private sealed class Group
    {
        private const string Separator = " + ";

        public Group(ImmutableArray<Node> convolutions)
        {
            Convolutions = convolutions;
            Name = $"{convolutions[0].Name} and {convolutions.Length - 1} more";
            int channels = convolutions.Sum(node => node.Inputs[1].Shape[0]);
            const int Multiple = ConvolutionStorage.ChannelMultiple;
            Channels = (channels + Multiple - 1) / Multiple * Multiple;
            TensorShape one = convolutions[0].Outputs[0].Shape;
            Output = new Value(Name, TensorType.Float32(one[0], one[1], one[2], Channels));
        }

        public ImmutableArray<Node> Convolutions { get; }

        public Value Output { get; }

        private string Name { get; }

        private int Channels { get; }

        public ColumnRange RangeOf(Node convolution)
        {
            int first = Convolutions.TakeWhile(node => node != convolution).Sum(node => node.Inputs[1].Shape[0]);
            return new ColumnRange(first, convolution.Inputs[1].Shape[0]);
        }

        public Node Merge()
        {
            ImmutableArray<Value> weights = [.. Convolutions.Select(node => node.Inputs[1])];
            ImmutableArray<Value?> biases = [.. Convolutions.Select(node => node.Inputs.ElementAtOrDefault(2))];
            TensorShape one = weights[0].Shape;
            TensorShape shape = new(Channels, one[1], one[2], one[3]);
            Value merged = JoinedConstants.Join(weights, Separator, shape);
            Convolution2DOp op = (Convolution2DOp)Convolutions[0].Op with { HasBias = biases.Any(bias => bias is not null) };
            ImmutableArray<Value> inputs = [Convolutions[0].Inputs[0], merged];
            return new Node(Name, op, op.HasBias ? [.. inputs, JoinBiases(weights, biases)] : inputs, [Output]);
        }

        private Value JoinBiases(ImmutableArray<Value> weights, ImmutableArray<Value?> biases) => JoinedConstants.Join(
            [.. biases.Select((bias, i) => bias ?? JoinedConstants.NoBias(weights[i]))], Separator, new TensorShape(Channels));
    }
}
