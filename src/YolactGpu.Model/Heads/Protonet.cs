using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>The prototype net, a net of layers over one level of the pyramid. Source: yolact.py.</summary>
internal static class Protonet
{
    /// <summary>Adds the net over a level and gives the prototypes [N, h, w, count], without the one of ones.</summary>
    public static Value Build(LayerBuilder layers, Value level, ProtonetConfig config)
    {
        Value x = LayerNet.Build(layers, "proto_net", "proto_net", level, config.Layers, endsInRelu: false);
        return config.HasPrototypeSoftmax
            ? layers.Graph.Add("proto_net.activation", new WidthSoftmaxOp(), x)
            : layers.Activate("proto_net.activation", x, config.PrototypeActivation);
    }

    /// <summary>Adds the prototype of ones behind the others.</summary>
    public static Value AddBias(GraphBuilder graph, Value prototypes)
    {
        TensorShape shape = new(prototypes.Shape[0], prototypes.Shape[1], prototypes.Shape[2], 1);
        float[] ones = new float[shape.Length];
        Array.Fill(ones, 1);
        Value constant = GraphBuilder.Constant($"proto_net.ones {shape}", shape, ones);
        return graph.Add("proto_net.biased", new ConcatColumnsOp(), prototypes, constant);
    }
}
