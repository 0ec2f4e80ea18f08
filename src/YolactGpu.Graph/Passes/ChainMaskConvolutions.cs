using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Masks;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// The convolutions over the masks of detections, from the first to the maximum over the image, become one: on the processor's vectors they
/// are computed for the masks that are there alone, and what lies between them never leaves the cache. Nobody else may read that.
/// </summary>
internal static class ChainMaskConvolutions
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> readers = [];
        foreach ((Value value, Node node) in graph.Nodes.SelectMany(node => node.Inputs, (node, value) => (value, node)))
        {
            readers[value] = node;
        }

        Dictionary<Node, Node> chains = [];
        HashSet<Node> chained = [];
        foreach (Node masks in graph.Nodes.Where(node => node.Op is MaskAssemblyOp))
        {
            if (Find(masks, ReaderOf) is { } found)
            {
                chains.Add(found[^1], Chain(masks, found));
                chained.UnionWith(found);
            }
        }

        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes.Where(node => !chained.Contains(node) || chains.ContainsKey(node)))
        {
            rewriter.Add(chains.GetValueOrDefault(node, node));
        }

        return rewriter.Build();

        Node? ReaderOf(Value value) => uses.GetValueOrDefault(value) == 1 ? readers.GetValueOrDefault(value) : null;
    }

    /// <summary>Finds what follows masks: a change of shape, convolutions, the maximum. Null where there is anything else.</summary>
    private static List<Node>? Find(Node masks, Func<Value, Node?> readerOf)
    {
        TensorShape sizes = masks.Outputs[0].Shape;
        if (readerOf(masks.Outputs[0]) is not { Op: ReshapeOp } images
            || images.Outputs[0].Shape != new TensorShape(sizes[0] * sizes[1], sizes[2], sizes[3], 1))
        {
            return null;
        }

        List<Node> found = [images];
        Node? next = readerOf(images.Outputs[0]);
        while (next is { Op: Convolution2DOp { HasResidual: false, HasHalfOutput: false } } && next.Inputs.Skip(1).All(input => input.IsConstant))
        {
            found.Add(next);
            next = readerOf(next.Outputs[0]);
        }

        if (next is not { Op: GlobalMaxPool2DOp } || found.Count is 1 or > ConvolutionChain.Capacity + 1)
        {
            return null;
        }

        found.Add(next);
        return found;
    }

    private static Node Chain(Node masks, List<Node> found)
    {
        const int Counts = 4;
        Node[] layers = [.. found[1..^1]];
        ConvolutionChain chain = ConvolutionChain.Of([.. layers.Select(LayerOf)]);
        return new Node(
            found[^1].Name,
            new MaskConvolutionsOp(chain),
            [masks.Outputs[0], masks.Inputs[Counts], Join([.. layers.Select(node => node.Inputs[1])]), Join([.. layers.Select(BiasOf)])],
            found[^1].Outputs);
    }

    private static ChainedConvolution LayerOf(Node node)
    {
        Convolution2DOp op = (Convolution2DOp)node.Op;
        return new ChainedConvolution(op.LayerOf(node).Shape with { Batch = 1 }, op.Activation);
    }

    private static Value BiasOf(Node node) =>
        ((Convolution2DOp)node.Op).HasBias ? node.Inputs[2] : JoinedConstants.NoBias(node.Inputs[1]);

    private static Value Join(ImmutableArray<Value> parts) =>
        JoinedConstants.Join(parts, " | ", new TensorShape((int)parts.Sum(part => part.Shape.Length)));
}
