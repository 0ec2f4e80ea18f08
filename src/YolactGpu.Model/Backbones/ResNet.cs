using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Backbones;

/// <summary>
/// ResNet of bottleneck blocks: 7x7 stem of stride 2, max pool, four stages. The first block of every stage has a
/// projection on its shortcut, also where the size stays. In YOLACT++ the 3x3 convolutions of some blocks are deformable; they
/// then have a bias beside the batch norm behind them. Source: backbone.py of YOLACT.
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
        int dilation = 1;
        for (int stage = 0; stage < config.Blocks.Length; stage++)
        {
            bool isAtrous = config.AtrousStages.Contains(stage);
            dilation += isAtrous ? 1 : 0;
            for (int i = 0; i < config.Blocks[stage]; i++)
            {
                Block block = new(
                    $"backbone.layers.{stage}.{i}",
                    config.Planes[stage],
                    Stride: stage > 0 && i == 0 && !isAtrous ? 2 : 1,
                    Dilation: i == 0 ? dilation : 1,
                    HasProjection: i == 0,
                    config.IsDeformable(stage, i));
                x = Bottleneck(layers, block, x, config.BatchNormEpsilon);
            }

            stages.Add(x);
        }

        return stages.ToImmutable();
    }

    private static Value Bottleneck(LayerBuilder layers, Block block, Value x, float epsilon)
    {
        string path = block.Path;
        int width = block.Planes * ResNetConfig.Expansion;
        Value y = layers.Convolution($"{path}.conv1", x, block.Planes, size: 1, bias: false);
        y = layers.Relu($"{path}.relu1", layers.BatchNorm($"{path}.bn1", y, epsilon));
        y = block.IsDeformable
            ? layers.DeformableConvolution($"{path}.conv2", y, block.Planes, block.Stride)
            : layers.Convolution(
                $"{path}.conv2", y, block.Planes, size: 3, block.Stride, padding: block.Dilation, bias: false, dilation: block.Dilation);
        y = layers.Relu($"{path}.relu2", layers.BatchNorm($"{path}.bn2", y, epsilon));
        y = layers.Convolution($"{path}.conv3", y, width, size: 1, bias: false);
        y = layers.BatchNorm($"{path}.bn3", y, epsilon);

        Value shortcut = x;
        if (block.HasProjection)
        {
            shortcut = layers.Convolution($"{path}.downsample.0", x, width, size: 1, block.Stride, bias: false);
            shortcut = layers.BatchNorm($"{path}.downsample.1", shortcut, epsilon);
        }

        return layers.Relu($"{path}.relu", layers.Graph.Add($"{path}.sum", new AddOp(), y, shortcut));
    }

    private readonly record struct Block(string Path, int Planes, int Stride, int Dilation, bool HasProjection, bool IsDeformable);
}
