using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>
/// From raw predictions to the best detections of each image, all on the device: softmax, box decoding, score filter, the
/// best candidates per class, Fast NMS, the best of all classes. As in the original there is no second score threshold: low
/// scores of kept priors survive and fill up the detections. Source: Detect and fast_nms in detection.py.
/// </summary>
internal static class DetectionStage
{
    /// <summary>Adds the stage, with outputs box, class, score, coefficients, prior, count, and keypoints where there are any.</summary>
    public static void Build(GraphBuilder graph, RawPredictions raw, Value priors, YolactConfig config)
    {
        Value probabilities = graph.Add("detect.softmax", new SoftmaxOp(), raw.Conf);
        BuildFromProbabilities(graph, raw with { Conf = probabilities }, priors, config);
    }

    /// <summary>The same, where conf holds probabilities already.</summary>
    public static void BuildFromProbabilities(GraphBuilder graph, RawPredictions raw, Value priors, YolactConfig config)
    {
        DetectionConfig detection = config.Detection;
        Value boxes = graph.Add(
            "detect.decode", new BoxDecodeOp(config.Anchors.CenterVariance, config.Anchors.SizeVariance), raw.Loc, priors);
        Value scores = graph.Add("detect.filter", new ScoreFilterOp(detection.ConfidenceThreshold), raw.Conf);
        ImmutableArray<Value> ranked = graph.AddMany("detect.topk", new TopKOp(detection.TopKPerClass), scores);
        Value survivors = graph.Add("detect.nms", new FastNmsOp(detection.IoUThreshold), ranked[0], ranked[1], boxes);
        ImmutableArray<Value> best = graph.AddMany("detect.best", new TopKOp(detection.MaxDetections), survivors);
        ImmutableArray<Value> detections = graph.AddMany(
            "detect.gather", new GatherDetectionsOp(), best[0], best[1], ranked[1], boxes, raw.Coefficients);

        string[] names = ["box", "class", "score", "coefficients", "prior", "count"];
        for (int i = 0; i < names.Length; i++)
        {
            graph.Output(names[i], detections[i]);
        }

        if (raw.Keypoints is { } keypoints)
        {
            GatherKeypointsOp gather = new(config.Head.Keypoints!.Variance);
            graph.Output("keypoints", graph.Add("detect.keypoints", gather, detections[4], keypoints.Offsets, keypoints.Visibility, priors));
        }
    }
}
