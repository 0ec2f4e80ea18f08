using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Necks;

/// <summary>
/// Feature pyramid network. In a checkpoint the lateral and prediction layers are numbered deepest first. The top-down
/// path resizes to the lateral's own size. Source: FPN in yolact.py.
/// </summary>
internal static class FeaturePyramid
{
    /// <summary>Adds the pyramid over the backbone's outputs (shallowest first) and gives P3, P4, … shallowest first.</summary>
    public static ImmutableArray<Value> Build(LayerBuilder layers, ImmutableArray<Value> stages, FpnConfig config)
    {
        List<Value> levels = [];
        Value? above = null;
        for (int i = 0; i < stages.Length; i++)
        {
            Value lateral = layers.Convolution($"fpn.lat_layers.{i}", stages[^(i + 1)], config.Features, size: 1);
            if (above is not null)
            {
                Op resize = config.Interpolation == Interpolation.Nearest
                    ? new ResizeNearestOp(lateral.Shape[1], lateral.Shape[2])
                    : new ResizeBilinearOp(lateral.Shape[1], lateral.Shape[2]);
                Value resized = layers.Graph.Add($"fpn.upsample.{i}", resize, above);
                lateral = layers.Graph.Add($"fpn.sum.{i}", new AddOp(), resized, lateral);
            }

            above = lateral;
            Value level = layers.Convolution(
                $"fpn.pred_layers.{i}", lateral, config.Features, size: 3, padding: config.PadsPredictionLayers ? 1 : 0);
            levels.Insert(0, config.ReluPredictionLayers ? layers.Relu($"fpn.relu.{i}", level) : level);
        }

        for (int i = 0; i < config.DownsampleLevels; i++)
        {
            string path = $"fpn.downsample_layers.{i}";
            levels.Add(config.DownsamplesByConvolution
                ? layers.Convolution(path, levels[^1], config.Features, size: 3, stride: 2, padding: 1)
                : layers.Graph.Add(path, new MaxPool2DOp(WindowSize: 1, Stride: 2, Padding: 0), levels[^1]));
        }

        for (int i = 0; config.ReluDownsampleLayers && i < config.DownsampleLevels; i++)
        {
            levels[i] = layers.Relu($"fpn.downsample_relu.{i}", levels[i + stages.Length]);
        }

        return [.. levels];
    }
}
