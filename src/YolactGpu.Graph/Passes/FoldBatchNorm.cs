using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// Convolution, then batch norm with constant statistics, becomes one convolution: w' = w·s, b' = (b − mean)·s + beta
/// with s = gamma / √(variance + ε), computed in double and rounded once, when the constants are fetched.
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

            if (node.Op is ConvolutionOp { Activation: Kernels.Elementwise.Activation.None, HasResidual: false } convolution
                && uses.GetValueOrDefault(node.Outputs[0]) == 1
                && readers.TryGetValue(node.Outputs[0], out Node? norm)
                && node.Inputs.Skip(convolution.WeightInput).All(input => input.IsConstant))
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

    private static Node Fold(Node node, ConvolutionOp convolution, Node norm)
    {
        Value weights = node.Inputs[convolution.WeightInput];
        Value? bias = convolution.HasBias ? node.Inputs[convolution.WeightInput + 1] : null;
        ImmutableArray<Value> inputs =
        [
            .. node.Inputs.Take(convolution.WeightInput),
            GraphBuilder.Constant($"{node.Name}.weight folded", weights.Shape, () => ScaleWeights(weights, norm)),
            GraphBuilder.Constant($"{node.Name}.bias folded", norm.Inputs[1].Shape, () => ShiftBias(bias, norm)),
        ];
        return new Node(node.Name, convolution with { HasBias = true }, inputs, norm.Outputs);
    }

    private static float[] ScaleWeights(Value weights, Node norm)
    {
        ReadOnlySpan<float> w = weights.ReadConstant().Span;
        double[] scales = Scales(norm);
        float[] scaled = new float[w.Length];
        int perFilter = w.Length / scales.Length;
        for (int k = 0; k < scales.Length; k++)
        {
            double scale = scales[k];
            for (int i = k * perFilter; i < (k + 1) * perFilter; i++)
            {
                scaled[i] = (float)(w[i] * scale);
            }
        }

        return scaled;
    }

    private static float[] ShiftBias(Value? bias, Node norm)
    {
        double[] scales = Scales(norm);
        ReadOnlySpan<float> unfolded = bias is null ? new float[scales.Length] : bias.ReadConstant().Span;
        ReadOnlySpan<float> beta = norm.Inputs[2].ReadConstant().Span;
        ReadOnlySpan<float> mean = norm.Inputs[3].ReadConstant().Span;
        float[] shifted = new float[scales.Length];
        for (int k = 0; k < shifted.Length; k++)
        {
            shifted[k] = (float)((((double)unfolded[k] - mean[k]) * scales[k]) + beta[k]);
        }

        return shifted;
    }

    private static double[] Scales(Node norm)
    {
        ReadOnlySpan<float> gamma = norm.Inputs[1].ReadConstant().Span;
        ReadOnlySpan<float> variance = norm.Inputs[4].ReadConstant().Span;
        double epsilon = ((BatchNormOp)norm.Op).Epsilon;
        double[] scales = new double[gamma.Length];
        for (int k = 0; k < scales.Length; k++)
        {
            scales[k] = gamma[k] / Math.Sqrt(variance[k] + epsilon);
        }

        return scales;
    }
}
