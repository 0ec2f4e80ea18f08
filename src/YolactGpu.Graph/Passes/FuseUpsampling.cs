using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Convolution.Simd;

namespace YolactGpu.Graph.Passes;

/// <summary>
/// A bilinear resize to twice the sides, a 3x3 convolution of it and a 1x1 convolution of that, the end of the prototype net, become one where the
/// 3x3 convolution is expected to take less time by the phases of the map before it is enlarged, and what lies between them is neither
/// written nor read. Nobody else may read it. For the processor's vectors, which have kernels for it.
/// </summary>
internal static class FuseUpsampling
{
    public static IR.Graph Apply(IR.Graph graph)
    {
        Dictionary<Value, int> uses = graph.CountUses();
        Dictionary<Value, Node> writers = graph.FindWriters();
        Dictionary<Node, Node> fused = [];
        HashSet<Node> left = [];
        foreach (Node product in graph.Nodes.Where(node => IsConvolution(node, filterSize: 1, padding: 0)))
        {
            if (WriterOf(product) is { } filter && IsConvolution(filter, filterSize: 3, padding: 1)
                && WriterOf(filter) is { Op: ResizeBilinearOp } resize && IsFaster(resize, filter))
            {
                fused.Add(product, Fuse(resize, filter, product));
                left.UnionWith([resize, filter]);
            }
        }

        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes.Where(node => !left.Contains(node)))
        {
            rewriter.Add(fused.GetValueOrDefault(node, node));
        }

        return rewriter.Build();

        Node? WriterOf(Node reader) =>
            uses.GetValueOrDefault(reader.Inputs[0]) == 1 ? writers.GetValueOrDefault(reader.Inputs[0]) : null;
    }

    private static bool IsConvolution(Node node, int filterSize, int padding) =>
        node.Op is Convolution2DOp { Stride: 1, Dilation: 1, HasResidual: false, HasHalfOutput: false } op
        && op.Padding == padding
        && node.Inputs.Skip(1).All(input => input.IsConstant)
        && node.Inputs[1].Shape[2] == filterSize
        && node.Inputs[1].Shape[3] == filterSize;

    private static bool IsFaster(Node resize, Node filter)
    {
        (TensorShape x, TensorShape enlarged) = (resize.Inputs[0].Shape, resize.Outputs[0].Shape);
        SpreadShape phases = UpsampledConvolutionsOp.PhasesOf(x, filter.Inputs[1].Shape);
        return resize.Op is ResizeBilinearOp { HasHalfOutput: false }
            && enlarged[1] == 2 * x[1]
            && enlarged[2] == 2 * x[2]
            && phases.Fits
            && ConvolutionChoice.TimeOfPhases(phases, ((Convolution2DOp)filter.Op).LayerOf(filter).Shape) < 1;
    }

    private static Node Fuse(Node resize, Node filter, Node product)
    {
        UpsampledConvolutionsOp op = new((Convolution2DOp)filter.Op, (Convolution2DOp)product.Op);
        ImmutableArray<Value> inputs = [resize.Inputs[0], .. filter.Inputs[1..], .. product.Inputs[1..]];
        TensorType phases = op.InferTypes([.. inputs.Select(input => input.Type)])[1];
        return new Node(product.Name, op, inputs, [product.Outputs[0], new Value($"{product.Name} phases", phases)]);
    }
}
