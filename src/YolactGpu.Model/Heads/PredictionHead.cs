using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>Raw predictions of all priors, levels joined shallowest first.</summary>
/// <param name="Loc">Box offsets [N, P, 4].</param>
/// <param name="Conf">Class logits [N, P, K].</param>
/// <param name="Coefficients">Mask coefficients [N, P, M]; where masks are direct, the masks, row by row.</param>
internal readonly record struct RawPredictions(Value Loc, Value Conf, Value Coefficients)
{
    /// <summary>Gets the logits of mask scores [N, P, 1]; null where the network predicts none.</summary>
    public Value? MaskScores { get; init; }

    /// <summary>Gets the keypoints; null where the network predicts none.</summary>
    public KeypointPredictions? Keypoints { get; init; }
}

/// <summary>
/// The prediction heads: one set of weights for all levels, or one for each. An output [N, H, W, A·K] is [N, H·W·A, K] in the
/// same memory, so that no permutation is needed. Source: forward of Yolact in yolact.py.
/// </summary>
internal static class PredictionHead
{
    /// <summary>Adds the heads over the pyramid.</summary>
    /// <param name="layers">Where to.</param>
    /// <param name="levels">The pyramid, shallowest first.</param>
    /// <param name="prototypes">The prototypes; null where masks are direct.</param>
    /// <param name="config">The network's configuration.</param>
    public static RawPredictions Build(LayerBuilder layers, ImmutableArray<Value> levels, Value? prototypes, YolactConfig config)
    {
        List<Value> loc = [];
        List<Value> conf = [];
        List<Value> masks = [];
        List<Value> maskScores = [];
        KeypointBranch? keypoints = config.Head.Keypoints is { } wanted ? new KeypointBranch(wanted) : null;
        Value? features = config.Protonet.FeedsHeads ? prototypes : null;
        for (int i = 0; i < levels.Length; i++)
        {
            Value x = levels[i];
            if (features is not null)
            {
                // As in the original each level resizes what the level before it has made of the prototypes.
                features = layers.Graph.Add($"head.P{i + 3}.prototypes", new ResizeBilinearOp(x.Shape[1], x.Shape[2]), features);
                x = layers.Graph.Add($"head.P{i + 3}.input", new ConcatColumnsOp(), x, features);
            }

            HeadLevel head = new(layers, config, i, x);
            loc.Add(head.Boxes());
            conf.Add(head.Classes());
            masks.Add(head.Masks());
            keypoints?.Add(head.Output);
            if (config.Head.HasMaskScores)
            {
                maskScores.Add(head.MaskScores());
            }

            if (config.Head.InstanceCoefficients > 0 && (i == 0 || !config.Head.IsShared))
            {
                head.SkipInstanceCoefficients();
            }
        }

        Activation last = HeadLevel.ActivationBehindLevels(config);
        Value coefficients = last == Activation.None ? Join("mask", masks) : layers.Activate("mask", Join("coefficients", masks), last);
        return new RawPredictions(Join("loc", loc), Join("conf", conf), coefficients)
        {
            MaskScores = maskScores.Count > 0 ? Join("mask_score", maskScores) : null,
            Keypoints = keypoints?.Join(layers.Graph),
        };

        Value Join(string name, List<Value> parts) => layers.Graph.Add(name, new ConcatOp(), [.. parts]);
    }
}
