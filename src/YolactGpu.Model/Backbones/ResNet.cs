using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Backbones;

/// <summary>
/// ResNet of bottleneck blocks: 7x7 stem of stride 2, max pool, four stages. The first block of every stage has a
/// projection on its shortcut, also where the size stays. Source: backbone.py of YOLACT.
/// </summary>
internal static class ResNet
{
    /// <summary>Adds the backbone and gives the outputs of all stages, shallowest first.</summary>
    public static ImmutableArray<Value> Build(LayerBuilder layers, Value image, ResNetConfig config)
    {
        Value x = layers.Convolution("backbone.conv1", image, config.StemChannels, size: 7, stride: 2, padding: 3, bias: false);
        x = layers.BatchNorm("backbone.bn1", x, config.BatchNormEpsilon);
        x = layers.Relu("backbone.relu", x);
        x = layers.Graph.Add("backbone.maxpool", new MaxPool2DOp(WindowSize: 3, Stride: 2, Padding: 1), x);

        ImmutableArray<Value>.Builder stages = ImmutableArray.CreateBuilder<Value>();
        for (int stage = 0; stage < config.Blocks.Length; stage++)
        {
            for (int block = 0; block < config.Blocks[stage]; block++)
            {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = Bottleneck(layers, $"backbone.layers.{stage}.{block}", x, config.Planes[stage], stride, project: block == 0, config);
            }

            stages.Add(x);
        }

        return stages.ToImmutable();
    }

    private static Value Bottleneck(
        LayerBuilder layers, string path, Value x, int planes, int stride, bool project, ResNetConfig config)
    {
        int width = planes * ResNetConfig.Expansion;
        float epsilon = config.BatchNormEpsilon;
        Value y = layers.Convolution($"{path}.conv1", x, planes, size: 1, bias: false);
        y = layers.Relu($"{path}.relu1", layers.BatchNorm($"{path}.bn1", y, epsilon));
        y = layers.Convolution($"{path}.conv2", y, planes, size: 3, stride, padding: 1, bias: false);
        y = layers.Relu($"{path}.relu2", layers.BatchNorm($"{path}.bn2", y, epsilon));
        y = layers.Convolution($"{path}.conv3", y, width, size: 1, bias: false);
        y = layers.BatchNorm($"{path}.bn3", y, epsilon);

        Value shortcut = x;
        if (project)
        {
            shortcut = layers.Convolution($"{path}.downsample.0", x, width, size: 1, stride, bias: false);
            shortcut = layers.BatchNorm($"{path}.downsample.1", shortcut, epsilon);
        }

        return layers.Relu($"{path}.relu", layers.Graph.Add($"{path}.sum", new AddOp(), y, shortcut));
    }
}
