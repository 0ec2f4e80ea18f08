using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// A 1x1 convolution whose residual is the output of another that nobody else reads, the projection in the first block of a ResNet's
/// stage, becomes one with it: filters over the channels of both inputs, biases added. What the first of them gives is then neither written
/// nor read. Either may have a stride, but not both. For the processor's vectors, which have a kernel for it.
/// </summary>
internal static class FuseProjection
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> projections = graph.Nodes
            .Where(node => node.Op is Convolution2DOp { Activation: Activation.None, HasResidual: false } op
                && IsProduct(node, op)
                && uses.GetValueOrDefault(node.Outputs[0]) == 1)
            .ToDictionary(node => node.Outputs[0]);
        Dictionary<Node, Node> projectionOf = graph.Nodes
            .Where(node => node.Op is Convolution2DOp { HasResidual: true } op
                && IsProduct(node, op)
                && projections.TryGetValue(node.Inputs[^1], out Node? projection)
                && (IsReadWhole(node) || IsReadWhole(projection)))
            .ToDictionary(node => node, node => projections[node.Inputs[^1]]);

        HashSet<Node> fused = [.. projectionOf.Values];
        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes.Where(node => !fused.Contains(node)))
        {
            rewriter.Add(projectionOf.TryGetValue(node, out Node? projection) ? Fuse(node, projection) : node);
        }

        return rewriter.Build();
    }

    private static bool IsProduct(Node node, Convolution2DOp op) =>
        op is { Padding: 0, HasHalfOutput: false }
        && node.Inputs[1].IsConstant
        && node.Inputs[1].Shape[2] == 1
        && node.Inputs[1].Shape[3] == 1
        && (!op.HasBias || node.Inputs[2].IsConstant);

    /// <summary>Tells whether the kernel can take a convolution's input as its first, which has a pixel for each output.</summary>
    private static bool IsReadWhole(Node node) =>
        node.Op is Convolution2DOp { Stride: 1 } && SimdPairConvolution2D.Fits(node.Inputs[0].Shape[3]);

    private static Node Fuse(Node node, Node projection)
    {
        (Node first, Node second) = IsReadWhole(node) ? (node, projection) : (projection, node);
        (Value w1, Value w2) = (first.Inputs[1], second.Inputs[1]);
        TensorShape shape = new(w1.Shape[0], w1.Shape[1] + w2.Shape[1], 1, 1);
        Value weights = GraphBuilder.Constant($"{w1.Name} | {w2.Name}", shape, () => JoinChannels(w1, w2, shape));
        Convolution2DOp op = (Convolution2DOp)node.Op;
        bool hasBias = op.HasBias || ((Convolution2DOp)projection.Op).HasBias;
        PairConvolution2DOp pair = new(((Convolution2DOp)second.Op).Stride, op.Activation, hasBias);
        ImmutableArray<Value> inputs = [first.Inputs[0], second.Inputs[0], weights];
        return new Node(node.Name, pair, hasBias ? [.. inputs, JoinBiases(node, projection)] : inputs, node.Outputs);
    }

    private static Value JoinBiases(Node node, Node projection)
    {
        if (!((Convolution2DOp)node.Op).HasBias)
        {
            return projection.Inputs[2];
        }

        Value own = node.Inputs[2];
        if (!((Convolution2DOp)projection.Op).HasBias)
        {
            return own;
        }

        Value other = projection.Inputs[2];
        return GraphBuilder.Constant($"{own.Name} added to {other.Name}", own.Shape, () =>
        {
            float[] sums = [.. own.ReadConstant().Span];
            ReadOnlySpan<float> more = other.ReadConstant().Span;
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += more[k];
            }

            return sums;
        });
    }

    private static float[] JoinChannels(Value first, Value second, TensorShape shape)
    {
        ReadOnlySpan<float> w1 = first.ReadConstant().Span;
        ReadOnlySpan<float> w2 = second.ReadConstant().Span;
        (int c1, int c2) = (first.Shape[1], second.Shape[1]);
        float[] joined = new float[shape.Length];
        for (int k = 0; k < shape[0]; k++)
        {
            w1.Slice(k * c1, c1).CopyTo(joined.AsSpan(k * (c1 + c2)));
            w2.Slice(k * c2, c2).CopyTo(joined.AsSpan((k * (c1 + c2)) + c1));
        }

        return joined;
    }
}
