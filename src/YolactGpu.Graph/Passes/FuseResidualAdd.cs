using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// A convolution whose only reader is a sum takes the other addend as its residual; it then stands where the sum stood.
/// Where both addends are such convolutions, the later one takes the earlier one's output.
/// </summary>
internal static class FuseResidualAdd
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> candidates = graph.Nodes
            .Where(node => node.Op is ConvolutionOp { Activation: Activation.None, HasResidual: false }
                && uses.GetValueOrDefault(node.Outputs[0]) == 1)
            .ToDictionary(node => node.Outputs[0]);
        Dictionary<Node, Node> convolutionOfSum = [];
        foreach (Node sum in graph.Nodes.Where(node => node.Op is AddOp && node.Inputs[0] != node.Inputs[1]))
        {
            Node? convolution = sum.Inputs
                .Select(input => candidates.GetValueOrDefault(input))
                .Where(node => node is not null)
                .MaxBy(node => graph.Nodes.IndexOf(node!));
            if (convolution is not null)
            {
                convolutionOfSum.Add(sum, convolution);
            }
        }

        HashSet<Node> moved = [.. convolutionOfSum.Values];
        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes.Where(node => !moved.Contains(node)))
        {
            if (convolutionOfSum.TryGetValue(node, out Node? convolution))
            {
                Value residual = node.Inputs[0] == convolution.Outputs[0] ? node.Inputs[1] : node.Inputs[0];
                ConvolutionOp fused = (ConvolutionOp)convolution.Op with { HasResidual = true };
                rewriter.Add(new Node(convolution.Name, fused, [.. convolution.Inputs, residual], node.Outputs));
            }
            else
            {
                rewriter.Add(node);
            }
        }

        return rewriter.Build();
    }
}
