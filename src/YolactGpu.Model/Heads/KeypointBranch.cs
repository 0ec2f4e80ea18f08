using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>Raw keypoints of all priors, levels joined shallowest first.</summary>
/// <param name="Offsets">Offsets from the priors' centres [N, P, 2·J]: x and y of each keypoint in turn.</param>
/// <param name="Visibility">Logits [N, P, J].</param>
internal readonly record struct KeypointPredictions(Value Offsets, Value Visibility);

/// <summary>
/// The part of the prediction head that predicts keypoints: two more 3x3 convolutions on the head's shared feature. The
/// project's own, in the manner of the box layer; YOLACT has no keypoints.
/// </summary>
internal sealed class KeypointBranch(KeypointConfig config)
{
    /// <summary>The layer of the offsets, by its name in a checkpoint.</summary>
    public const string OffsetLayer = "keypoint_layer";

    /// <summary>The layer of the logits, by its name in a checkpoint.</summary>
    public const string VisibilityLayer = "keypoint_visibility_layer";

    private readonly List<Value> offsets = [];
    private readonly List<Value> visibility = [];

    /// <summary>Adds the predictions of one level.</summary>
    /// <param name="output">Gives an output of the head from its layer, its name and the numbers per prior.</param>
    public void Add(Func<string, string, int, Value> output)
    {
        offsets.Add(output(OffsetLayer, "keypoints", config.Names.Length * 2));
        visibility.Add(output(VisibilityLayer, "visibility", config.Names.Length));
    }

    /// <summary>Joins the levels.</summary>
    public KeypointPredictions Join(GraphBuilder graph) => new(
        graph.Add("keypoint_offsets", new ConcatOp(), [.. offsets]),
        graph.Add("keypoint_visibility", new ConcatOp(), [.. visibility]));
}
