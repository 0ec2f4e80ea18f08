using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>
/// Builds a net of layers. Layer i stands at index 2i of its path in a checkpoint, its relu at 2i + 1, also behind an
/// upsampling, where it does nothing. The nets of a concatenation stand at nets.0, nets.1, … of the layer's path. Source:
/// make_net in yolact.py.
/// </summary>
internal static class LayerNet
{
    /// <summary>Adds a net.</summary>
    /// <param name="layers">Where to.</param>
    /// <param name="path">Its path in a checkpoint.</param>
    /// <param name="name">What its nodes' names begin with.</param>
    /// <param name="x">Its input.</param>
    /// <param name="net">Its layers.</param>
    /// <param name="endsInRelu">Whether the last layer is followed by a relu as well.</param>
    public static Value Build(LayerBuilder layers, string path, string name, Value x, IReadOnlyList<NetLayer> net, bool endsInRelu)
    {
        for (int i = 0; i < net.Count; i++)
        {
            string own = $"{path}.{2 * i}";
            string node = $"{name}.{2 * i}";
            x = net[i] switch
            {
                NetConvolution c => layers.Convolution(
                    own, x, c.Channels, c.FilterSize, c.Stride, c.Padding, dilation: c.Dilation, name: node),
                NetTransposedConvolution t => layers.TransposedConvolution(own, node, x, t),
                NetUpsampling u => layers.Graph.Add(node, new ResizeBilinearOp(x.Shape[1] * u.Factor, x.Shape[2] * u.Factor), x),
                NetConcatenation c => Concatenate(layers, own, node, x, c),
                _ => throw new ConfigException($"Layer {i} of {path} is of an unknown kind: {net[i]}."),
            };

            if (endsInRelu || i < net.Count - 1)
            {
                x = layers.Relu($"{name}.{(2 * i) + 1}", x);
            }
        }

        return x;
    }

    private static Value Concatenate(LayerBuilder layers, string path, string name, Value x, NetConcatenation concatenation)
    {
        Value[] parts =
        [
            .. concatenation.Nets.Select((net, i) => Build(layers, $"{path}.nets.{i}", $"{name}.nets.{i}", x, net, endsInRelu: true)),
        ];
        return layers.Graph.Add(name, new ConcatColumnsOp(), parts);
    }
}
