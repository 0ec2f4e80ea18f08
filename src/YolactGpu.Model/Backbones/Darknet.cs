using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Backbones;

/// <summary>
/// Darknet: a unit is convolution, batch norm, leaky relu of slope 0.1. A stage opens with a 3x3 unit of stride 2; its blocks
/// are a 1x1 unit and a 3x3 unit, whose output, activated already, is added to the block's input, with nothing behind the
/// sum. Source: backbone.py of YOLACT.
/// </summary>
internal static class Darknet
{
    /// <summary>Adds the backbone and gives the outputs of all stages, shallowest first.</summary>
    public static ImmutableArray<Value> Build(LayerBuilder layers, Value image, DarknetConfig config)
    {
        Value x = Unit(layers, "backbone._preconv", image, config.StemChannels, size: 3, stride: 1, config);
        ImmutableArray<Value>.Builder stages = ImmutableArray.CreateBuilder<Value>();
        for (int stage = 0; stage < config.Blocks.Length; stage++)
        {
            int planes = config.Planes[stage];
            int width = planes * DarknetConfig.Expansion;
            x = Unit(layers, $"backbone.layers.{stage}.0", x, width, size: 3, stride: 2, config);
            for (int block = 1; block <= config.Blocks[stage]; block++)
            {
                string path = $"backbone.layers.{stage}.{block}";
                Value y = Unit(layers, $"{path}.conv1", x, planes, size: 1, stride: 1, config);
                y = Unit(layers, $"{path}.conv2", y, width, size: 3, stride: 1, config);
                x = layers.Graph.Add($"{path}.sum", new AddOp(), y, x);
            }

            stages.Add(x);
        }

        return stages.ToImmutable();
    }

    private static Value Unit(LayerBuilder layers, string path, Value x, int channels, int size, int stride, DarknetConfig config)
    {
        Value y = layers.Convolution($"{path}.0", x, channels, size, stride, padding: size / 2, bias: false);
        y = layers.BatchNorm($"{path}.1", y, config.BatchNormEpsilon);
        return layers.Activate($"{path}.2", y, Activation.LeakyRelu);
    }
}
