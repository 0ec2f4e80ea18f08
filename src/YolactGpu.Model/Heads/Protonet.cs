using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>
/// The prototype net. Layer i stands at index 2i of a checkpoint's proto_net, its relu at 2i + 1; the relu behind the
/// resize does nothing and is kept for that numbering. Source: make_net in yolact.py.
/// </summary>
internal static class Protonet
{
    /// <summary>Adds the net over P3 and gives the prototypes [N, h, w, count].</summary>
    public static Value Build(LayerBuilder layers, Value p3, ProtonetConfig config)
    {
        Value x = p3;
        for (int i = 0; i < config.Layers.Length; i++)
        {
            string path = $"proto_net.{2 * i}";
            x = config.Layers[i] switch
            {
                ProtonetConvolution c => layers.Convolution(path, x, c.Channels, c.FilterSize, padding: c.Padding),
                ProtonetUpsampling u => layers.Graph.Add(
                    path, new ResizeBilinearOp(x.Shape[1] * u.Factor, x.Shape[2] * u.Factor), x),
                _ => throw new ConfigException($"Protonet layer {i} is of an unknown kind: {config.Layers[i]}."),
            };

            if (i < config.Layers.Length - 1)
            {
                x = layers.Relu($"proto_net.{(2 * i) + 1}", x);
            }
        }

        return layers.Activate("proto_net.activation", x, config.PrototypeActivation);
    }
}
