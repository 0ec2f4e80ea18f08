using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Model.Heads;

/// <summary>
/// The prediction module of DSSD (its design c): the sum of a residual bottleneck block and of a 1x1 convolution with batch
/// norm and relu. Source: use_prediction_module in PredictionModule of yolact.py.
/// </summary>
internal static class PredictionModule
{
    /// <summary>By how much the block is narrower than its input.</summary>
    public const int Narrowing = 4;

    private const float Epsilon = 1e-5f;

    /// <summary>Adds the module.</summary>
    /// <param name="layers">Where to.</param>
    /// <param name="path">The head's path in a checkpoint.</param>
    /// <param name="name">What its nodes' names begin with.</param>
    /// <param name="x">Its input.</param>
    public static Value Build(LayerBuilder layers, string path, string name, Value x)
    {
        int channels = x.Shape[3];
        int planes = channels / Narrowing;
        Value y = Unit("block.conv1", "block.bn1", x, planes, size: 1, bias: false, relu: true);
        y = Unit("block.conv2", "block.bn2", y, planes, size: 3, bias: false, relu: true);
        y = Unit("block.conv3", "block.bn3", y, channels, size: 1, bias: false, relu: false);
        y = layers.Relu($"{name}.block.relu", layers.Graph.Add($"{name}.block.sum", new AddOp(), y, x));
        Value side = Unit("conv", "bn", x, channels, size: 1, bias: true, relu: true);
        return layers.Graph.Add($"{name}.sum", new AddOp(), y, side);

        Value Unit(string convolution, string norm, Value input, int width, int size, bool bias, bool relu)
        {
            Value made = layers.Convolution(
                $"{path}.{convolution}", input, width, size, padding: size / 2, bias: bias, name: $"{name}.{convolution}");
            made = layers.BatchNorm($"{path}.{norm}", made, Epsilon, $"{name}.{norm}");
            return relu ? layers.Relu($"{name}.{convolution}.relu", made) : made;
        }
    }
}
