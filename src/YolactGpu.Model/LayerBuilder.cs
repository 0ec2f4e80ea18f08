using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Model;

/// <summary>
/// Adds layers with weights to a graph, each named by its path in a checkpoint. Layers of one path share their weights.
/// </summary>
internal sealed class LayerBuilder(GraphBuilder graph, IWeightSource weights)
{
    private readonly Dictionary<string, Value> constants = [];

    /// <summary>Gets the graph that is being built.</summary>
    public GraphBuilder Graph { get; } = graph;

    /// <summary>Adds a convolution.</summary>
    /// <param name="path">Where its weight and bias stand in a checkpoint.</param>
    /// <param name="x">Input.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="size">Side of the filter.</param>
    /// <param name="stride">Step between windows.</param>
    /// <param name="padding">Border of zeros.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="name">Node name, where one path is used several times.</param>
    /// <param name="dilation">Distance between taps.</param>
    public Value Convolution(
        string path,
        Value x,
        int channels,
        int size,
        int stride = 1,
        int padding = 0,
        bool bias = true,
        string? name = null,
        int dilation = 1)
    {
        Convolution2DOp op = new(stride, padding, dilation, Activation.None, bias, HasResidual: false);
        Value filter = Weight($"{path}.weight", channels, x.Shape[3], size, size);
        return bias
            ? Graph.Add(name ?? path, op, x, filter, Weight($"{path}.bias", channels))
            : Graph.Add(name ?? path, op, x, filter);
    }

    /// <summary>
    /// Adds a modulated deformable 3x3 convolution with bias, and before it the convolution that gives its offsets and masks,
    /// which is named after it.
    /// </summary>
    public Value DeformableConvolution(string path, Value x, int channels, int stride)
    {
        const int Size = 3;
        const int Padding = 1;
        Value offsetMask = Convolution($"{path}.conv_offset_mask", x, 3 * Size * Size, Size, stride, Padding);
        DeformableConvolution2DOp op = new(stride, Padding, Dilation: 1, Activation.None, HasBias: true, HasResidual: false);
        Value filter = Weight($"{path}.weight", channels, x.Shape[3], Size, Size);
        return Graph.Add(path, op, x, offsetMask, filter, Weight($"{path}.bias", channels));
    }

    /// <summary>Adds a transposed convolution with bias.</summary>
    public Value TransposedConvolution(string path, string name, Value x, NetTransposedConvolution layer)
    {
        TransposedConvolution2DOp op = new(layer.Stride, layer.Padding, layer.OutputPadding);
        Value filter = Weight($"{path}.weight", x.Shape[3], layer.Channels, layer.FilterSize, layer.FilterSize);
        return Graph.Add(name, op, x, filter, Weight($"{path}.bias", layer.Channels));
    }

    /// <summary>Adds a linear layer with bias over x [N, C] and gives [N, outputs]: a convolution of images of one pixel.</summary>
    public Value Linear(string path, Value x, int outputs)
    {
        int inputs = x.Shape[1];
        Convolution2DOp op = new(Stride: 1, Padding: 0, Dilation: 1, Activation.None, HasBias: true, HasResidual: false);
        string name = $"{path}.weight";
        Value filter = GraphBuilder.Constant(name, new TensorShape(outputs, inputs, 1, 1), weights.Get(name, new TensorShape(outputs, inputs)));
        Value pixel = Graph.Add($"{path}.input", new ReshapeOp(new TensorShape(x.Shape[0], 1, 1, inputs)), x);
        Value y = Graph.Add(path, op, pixel, filter, Weight($"{path}.bias", outputs));
        return Graph.Add($"{path}.output", new ReshapeOp(new TensorShape(x.Shape[0], outputs)), y);
    }

    /// <summary>Notes a layer with weight and bias that only training computes with.</summary>
    public void Skip(string path, params ReadOnlySpan<int> weight)
    {
        weights.Skip($"{path}.weight", new TensorShape(weight));
        weights.Skip($"{path}.bias", new TensorShape(weight[0]));
    }

    /// <summary>Adds a batch norm with the checkpoint's running statistics.</summary>
    public Value BatchNorm(string path, Value x, float epsilon, string? name = null)
    {
        int channels = x.Shape[3];
        Value gamma = Weight($"{path}.weight", channels);
        Value beta = Weight($"{path}.bias", channels);
        Value mean = Weight($"{path}.running_mean", channels);
        Value variance = Weight($"{path}.running_var", channels);
        weights.Skip($"{path}.num_batches_tracked", null);
        return Graph.Add(name ?? path, new BatchNormOp(epsilon), x, gamma, beta, mean, variance);
    }

    /// <summary>Adds an activation, or nothing.</summary>
    public Value Activate(string name, Value x, Activation activation) =>
        activation == Activation.None ? x : Graph.Add(name, new ActivationOp(activation), x);

    /// <summary>Adds a relu.</summary>
    public Value Relu(string name, Value x) => Activate(name, x, Activation.Relu);

    private Value Weight(string name, params ReadOnlySpan<int> sizes)
    {
        TensorShape shape = new(sizes);
        if (!constants.TryGetValue(name, out Value? constant))
        {
            constant = GraphBuilder.Constant(name, shape, weights.Get(name, shape));
            constants.Add(name, constant);
        }

        return constant;
    }
}
