using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>Raw predictions of all priors, levels joined shallowest first.</summary>
/// <param name="Loc">Box offsets [N, P, 4].</param>
/// <param name="Conf">Class logits [N, P, K].</param>
/// <param name="Coefficients">Mask coefficients [N, P, M].</param>
internal readonly record struct RawPredictions(Value Loc, Value Conf, Value Coefficients)
{
    /// <summary>Gets the keypoints; null where the network predicts none.</summary>
    public KeypointPredictions? Keypoints { get; init; }
}

/// <summary>
/// The prediction head, one set of weights for all levels. An output [N, H, W, A·K] is [N, H·W·A, K] in the same memory,
/// so that no permutation is needed. Source: PredictionModule in yolact.py.
/// </summary>
internal static class PredictionHead
{
    private const string Path = "prediction_layers.0";

    public static RawPredictions Build(LayerBuilder layers, ImmutableArray<Value> levels, YolactConfig config)
    {
        int anchors = config.Anchors.AnchorsPerCell(0);
        List<Value> loc = [];
        List<Value> conf = [];
        List<Value> coefficients = [];
        KeypointBranch? keypoints = config.Head.Keypoints is { } wanted ? new KeypointBranch(wanted) : null;
        for (int i = 0; i < levels.Length; i++)
        {
            string level = $"P{i + 3}";
            Value x = layers.Convolution($"{Path}.upfeature.0", levels[i], config.Head.FeatureChannels, 3, 1, 1, name: $"head.{level}.upfeature");
            x = layers.Relu($"head.{level}.relu", x);
            loc.Add(Output("bbox_layer", "loc", 4));
            conf.Add(Output("conf_layer", "conf", config.ClassCount));
            Value mask = Output("mask_layer", "mask", config.Protonet.PrototypeCount);
            coefficients.Add(layers.Activate($"head.{level}.coefficients", mask, config.Head.CoefficientActivation));
            keypoints?.Add(Output);

            Value Output(string layer, string name, int perAnchor)
            {
                Value y = layers.Convolution($"{Path}.{layer}", x, anchors * perAnchor, 3, 1, 1, name: $"head.{level}.{name}.conv");
                TensorShape rows = new(y.Shape[0], y.Shape[1] * y.Shape[2] * anchors, perAnchor);
                return layers.Graph.Add($"head.{level}.{name}", new ReshapeOp(rows), y);
            }
        }

        return new RawPredictions(
            layers.Graph.Add("loc", new ConcatOp(), [.. loc]),
            layers.Graph.Add("conf", new ConcatOp(), [.. conf]),
            layers.Graph.Add("mask", new ConcatOp(), [.. coefficients]))
        {
            Keypoints = keypoints?.Join(layers.Graph),
        };
    }
}
