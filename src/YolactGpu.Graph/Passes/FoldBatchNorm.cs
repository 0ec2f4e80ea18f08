using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// Convolution, then batch norm with constant statistics, becomes one convolution: w' = w·s, b' = (b − mean)·s + beta
/// with s = gamma / √(variance + ε), computed in double and rounded once.
/// </summary>
internal static class FoldBatchNorm
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> readers = graph.Nodes
            .Where(node => node.Op is BatchNormOp && node.Inputs.Skip(1).All(input => input.IsConstant))
            .GroupBy(node => node.Inputs[0])
            .ToDictionary(group => group.Key, group => group.First());
        Rewriter rewriter = new(graph);
        HashSet<Node> folded = [];
        foreach (Node node in graph.Nodes)
        {
            if (folded.Contains(node))
            {
                continue;
            }

            if (node.Op is Convolution2DOp { Activation: Kernels.Elementwise.Activation.None, HasResidual: false } convolution
                && uses.GetValueOrDefault(node.Outputs[0]) == 1
                && readers.TryGetValue(node.Outputs[0], out Node? norm)
                && node.Inputs.Skip(1).All(input => input.IsConstant))
            {
                rewriter.Add(Fold(node, convolution, norm));
                folded.Add(norm);
            }
            else
            {
                rewriter.Add(node);
            }
        }

        return rewriter.Build();
    }

    private static Node Fold(Node node, Convolution2DOp convolution, Node norm)
    {
        Value weights = node.Inputs[1];
        ReadOnlySpan<float> w = Data(weights);
        ReadOnlySpan<float> gamma = Data(norm.Inputs[1]);
        ReadOnlySpan<float> beta = Data(norm.Inputs[2]);
        ReadOnlySpan<float> mean = Data(norm.Inputs[3]);
        ReadOnlySpan<float> variance = Data(norm.Inputs[4]);
        double epsilon = ((BatchNormOp)norm.Op).Epsilon;

        float[] scaled = new float[w.Length];
        float[] shifted = new float[gamma.Length];
        int perFilter = w.Length / gamma.Length;
        for (int k = 0; k < gamma.Length; k++)
        {
            double scale = gamma[k] / Math.Sqrt(variance[k] + epsilon);
            double bias = convolution.HasBias ? Data(node.Inputs[2])[k] : 0;
            shifted[k] = (float)(((bias - mean[k]) * scale) + beta[k]);
            for (int i = k * perFilter; i < (k + 1) * perFilter; i++)
            {
                scaled[i] = (float)(w[i] * scale);
            }
        }

        ImmutableArray<Value> inputs =
        [
            node.Inputs[0],
            GraphBuilder.Constant($"{weights.Name} folded", weights.Shape, scaled),
            GraphBuilder.Constant($"{node.Name}.bias folded", new TensorShape(shifted.Length), shifted),
        ];
        return new Node(node.Name, convolution with { HasBias = true }, inputs, norm.Outputs);
    }

    private static ReadOnlySpan<float> Data(Value constant) => constant.Constant!.Value.Span;
}
