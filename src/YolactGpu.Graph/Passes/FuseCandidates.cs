using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// What detection does before Fast NMS becomes one op that reads what the heads wrote where it stands: joining levels, softmax, score filter,
/// top-k and the decoding of boxes, of which only those of candidates are then decoded. Nobody else may read what is no longer made, nor
/// a box but by the candidates' priors. For the processor's vectors, which have kernels for it.
/// </summary>
internal static class FuseCandidates
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> writers = graph.FindWriters();
        HashSet<Node> fused = [];
        Dictionary<Node, Node> candidates = [];
        foreach (Node topK in graph.Nodes.Where(node => node.Op is TopKOp))
        {
            if (WriterOf<ScoreFilterOp>(topK.Inputs[0]) is { } filter
                && WriterOf<SoftmaxOp>(filter.Inputs[0]) is { } softmax
                && WriterOf<Op>(softmax.Inputs[0]) is { } conf
                && DecoderFor(topK) is { } decode
                && WriterOf<Op>(decode.Inputs[0]) is { } loc
                && Fuse(topK, filter, conf, decode, loc) is { } node)
            {
                candidates.Add(topK, node);
                fused.UnionWith([filter, softmax, conf, decode, loc]);
            }
        }

        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes.Where(node => !fused.Contains(node)))
        {
            rewriter.Add(candidates.GetValueOrDefault(node) ?? node);
        }

        return rewriter.Build();

        Node? WriterOf<TOp>(Value value)
            where TOp : Op => uses[value] == 1 && writers.GetValueOrDefault(value) is { Op: TOp } writer ? writer : null;

        // The node that decodes boxes which are read by the priors of these candidates alone, and is in front of what ranks them.
        Node? DecoderFor(Node topK)
        {
            Value priors = topK.Outputs[1];
            Value? boxes = graph.Nodes.FirstOrDefault(node => node.Op is FastNmsOp && node.Inputs[1] == priors)?.Inputs[2];
            return boxes is not null
                && writers.GetValueOrDefault(boxes) is { Op: BoxDecodeOp } decode
                && graph.Nodes.IndexOf(decode) < graph.Nodes.IndexOf(topK)
                && graph.Nodes.Count(node => ReadsByPriors(node, priors, boxes)) == uses[boxes]
                    ? decode
                    : null;
        }
    }

    private static bool ReadsByPriors(Node node, Value priors, Value boxes) =>
        (node.Op is FastNmsOp && node.Inputs[1] == priors && node.Inputs[2] == boxes)
        || (node.Op is GatherDetectionsOp && node.Inputs[2] == priors && node.Inputs[3] == boxes);

    /// <summary>Makes the op, or null where logits and offsets are not joined from pixels.</summary>
    private static Node? Fuse(Node topK, Node filter, Node conf, Node decode, Node loc)
    {
        if (SlicesOf(conf) is not { } logits || SlicesOf(loc) is not { } offsets || conf.Inputs.Length != loc.Inputs.Length)
        {
            return null;
        }

        CandidatesOp op = new(logits, offsets, (ScoreFilterOp)filter.Op, (TopKOp)topK.Op, (BoxDecodeOp)decode.Op);
        ImmutableArray<Value> inputs = [.. conf.Inputs, .. loc.Inputs, decode.Inputs[1]];
        ImmutableArray<Value> results = [.. topK.Outputs, decode.Outputs[0]];
        IEnumerable<Value> work = op.InferTypes([.. inputs.Select(input => input.Type)])[results.Length..]
            .Select((type, i) => new Value($"{topK.Name}:{results.Length + i}", type));
        return new Node(topK.Name, op, inputs, [.. results, .. work]);
    }

    private static ConcatSlicesOp? SlicesOf(Node joined) => joined.Op switch
    {
        ConcatSlicesOp { JoinsWholeRows: true } slices => slices,
        ConcatOp => new ConcatSlicesOp(
            joined.Outputs[0].Shape[2], [.. joined.Inputs.Select(input => new ColumnRange(0, input.Shape[2]))]),
        _ => null,
    };
}
