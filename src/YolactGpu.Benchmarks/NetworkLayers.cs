using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Benchmarks;

/// <summary>Convolutions of a network that are alike.</summary>
/// <param name="Name">The first of them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="IsDeformable">Whether it gathers its input.</param>
/// <param name="HasResidual">Whether a tensor is added.</param>
/// <param name="Activation">Applied last.</param>
internal sealed record NetworkLayer(string Name, int Count, Convolution2DShape Shape, bool IsDeformable, bool HasResidual, Activation Activation);

/// <summary>Finds the convolutions of a network in its optimised graph.</summary>
internal static class NetworkLayers
{
    /// <summary>Gives the distinct layers, in the order in which they first run.</summary>
    public static ImmutableArray<NetworkLayer> Of(YolactConfig config)
    {
        Graph.IR.Graph graph = GraphPass.ApplyAll(
            YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions()), [.. GraphPass.Inference]);
        return
        [
            .. graph.Nodes
                .Where(node => node.Op is Convolution2DOp or DeformableConvolution2DOp)
                .Select(LayerOf)
                .GroupBy(layer => layer with { Name = string.Empty })
                .Select(alike => alike.First() with { Count = alike.Count() }),
        ];
    }

    private static NetworkLayer LayerOf(Node node)
    {
        ConvolutionOp op = (ConvolutionOp)node.Op;
        TensorShape x = node.Inputs[0].Shape;
        TensorShape weights = node.Inputs[op.WeightInput].Shape;
        (int stride, int padding, int dilation) = op switch
        {
            DeformableConvolution2DOp deformable => (deformable.Stride, deformable.Padding, deformable.Dilation),
            Convolution2DOp plain => (plain.Stride, plain.Padding, plain.Dilation),
            _ => throw new ArgumentException($"{node.Name} is no such convolution.", nameof(node)),
        };
        Convolution2DShape shape = new(
            x[0], x[1], x[2], x[3], weights[0], weights[2], weights[3], stride, padding, dilation);
        return new NetworkLayer(node.Name, 1, shape, op is DeformableConvolution2DOp, op.HasResidual, op.Activation);
    }
}
