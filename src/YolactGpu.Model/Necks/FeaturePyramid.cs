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
                ResizeBilinearOp resize = new(lateral.Shape[1], lateral.Shape[2]);
                Value resized = layers.Graph.Add($"fpn.upsample.{i}", resize, above);
                lateral = layers.Graph.Add($"fpn.sum.{i}", new AddOp(), resized, lateral);
            }

            above = lateral;
            Value level = layers.Convolution($"fpn.pred_layers.{i}", lateral, config.Features, size: 3, padding: 1);
            levels.Insert(0, config.ReluPredictionLayers ? layers.Relu($"fpn.relu.{i}", level) : level);
        }

        for (int i = 0; i < config.DownsampleLevels; i++)
        {
            levels.Add(layers.Convolution($"fpn.downsample_layers.{i}", levels[^1], config.Features, size: 3, stride: 2, padding: 1));
        }

        return [.. levels];
    }
}
