using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// A convolution whose only reader is an activation applies it itself. A relu of what is already a relu (YOLACT keeps one
/// behind the resize of its prototype net) is dropped.
/// </summary>
internal static class FuseActivation
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> readers = graph.Nodes
            .Where(node => node.Op is ActivationOp)
            .GroupBy(node => node.Inputs[0])
            .ToDictionary(group => group.Key, group => group.First());
        Rewriter rewriter = new(graph);
        HashSet<Node> fused = [];
        HashSet<Value> neverNegative = [];
        foreach (Node node in graph.Nodes.Where(node => !fused.Contains(node)))
        {
            if (node.Op is ConvolutionOp { Activation: Activation.None } convolution
                && uses.GetValueOrDefault(node.Outputs[0]) == 1
                && readers.TryGetValue(node.Outputs[0], out Node? reader))
            {
                Activation activation = ((ActivationOp)reader.Op).Activation;
                rewriter.Add(node with { Op = convolution with { Activation = activation }, Outputs = reader.Outputs });
                fused.Add(reader);
                MarkRelu(activation, reader.Outputs[0]);
            }
            else if (node.Op is ActivationOp { Activation: Activation.Relu } && neverNegative.Contains(node.Inputs[0]))
            {
                rewriter.Replace(node.Outputs[0], node.Inputs[0]);
                neverNegative.Add(node.Outputs[0]);
            }
            else
            {
                rewriter.Add(node);
                if (node.Op is ActivationOp op)
                {
                    MarkRelu(op.Activation, node.Outputs[0]);
                }
                else if (node.Op is ResizeBilinearOp or MaxPool2DOp && neverNegative.Contains(node.Inputs[0]))
                {
                    neverNegative.Add(node.Outputs[0]);
                }
            }
        }

        return rewriter.Build();

        void MarkRelu(Activation activation, Value output)
        {
            if (activation == Activation.Relu)
            {
                neverNegative.Add(output);
            }
        }
    }
}
