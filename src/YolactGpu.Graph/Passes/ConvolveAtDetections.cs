using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// Mask coefficients that only detections are asked for are computed for them alone: one hundred priors in place of 19,248. Their
/// convolution must be the same on all levels, its outputs be joined level by level, and nobody else may read them. What computed them for
/// all priors is left for <see cref="EliminateDeadNodes"/>.
/// </summary>
internal static class ConvolveAtDetections
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> writers = graph.FindWriters();
        Dictionary<Value, Head?> heads = graph.Nodes
            .Where(node => node.Op is GatherDetectionsOp { HasCoefficients: true })
            .GroupBy(node => node.Inputs[^1])
            .ToDictionary(group => group.Key, group => uses[group.Key] == group.Count() ? Find(group.Key, writers, uses) : null);
        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is GatherDetectionsOp { HasCoefficients: true } && heads[node.Inputs[^1]] is { } head)
            {
                const int Prior = 3;
                rewriter.Add(new Node(node.Name, new GatherDetectionsOp(HasCoefficients: false), node.Inputs[..^1], node.Outputs[..^1]));
                rewriter.Add(new Node(
                    $"{node.Name}.coefficients", head.Op, [node.Outputs[Prior], .. head.Constants, .. head.Levels], [node.Outputs[^1]]));
            }
            else
            {
                rewriter.Add(node);
            }
        }

        return rewriter.Build();
    }

    /// <summary>Finds the convolutions that coefficients come from, or null where they are not those of one head.</summary>
    private static Head? Find(Value coefficients, Dictionary<Value, Node> writers, Dictionary<Value, int> uses)
    {
        Node? joined = writers.GetValueOrDefault(coefficients);
        Activation activation = Activation.None;
        if (joined?.Op is ActivationOp last)
        {
            activation = last.Activation;
            joined = WriterOf(joined.Inputs[0]);
        }

        if (joined?.Op is not ConcatOp)
        {
            return null;
        }

        List<Node> convolutions = [];
        foreach (Value rows in joined.Inputs)
        {
            if (WriterOf(rows) is not { Op: ReshapeOp } reshape
                || WriterOf(reshape.Inputs[0]) is not { Op: Convolution2DOp { Activation: Activation.None, HasResidual: false } } convolution
                || convolution.Inputs.Skip(1).Any(input => !input.IsConstant)
                || rows.Shape[0] != convolution.Outputs[0].Shape[0])
            {
                return null;
            }

            convolutions.Add(convolution);
        }

        Node first = convolutions[0];
        if (first.Inputs[1].Shape[0] % coefficients.Shape[2] != 0
            || convolutions.Any(node => node.Op != first.Op || !node.Inputs.Skip(1).SequenceEqual(first.Inputs.Skip(1))))
        {
            return null;
        }

        Convolution2DOp op = (Convolution2DOp)first.Op;
        int anchors = first.Inputs[1].Shape[0] / coefficients.Shape[2];
        return new Head(
            new ConvolutionAtPriorsOp(anchors, op.Stride, op.Padding, op.Dilation, activation, op.HasBias),
            [.. first.Inputs.Skip(1)],
            [.. convolutions.Select(node => node.Inputs[0])]);

        Node? WriterOf(Value value) => uses[value] == 1 ? writers.GetValueOrDefault(value) : null;
    }

    /// <summary>A convolution that all levels share, and the levels.</summary>
    private sealed record Head(ConvolutionAtPriorsOp Op, ImmutableArray<Value> Constants, ImmutableArray<Value> Levels);
}
