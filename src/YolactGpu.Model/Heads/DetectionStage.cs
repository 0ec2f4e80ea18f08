using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Detection;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>
/// From raw predictions to the best detections of each image, all on the device: scores, box decoding, score filter, NMS, the
/// best of all classes. As in the original there is no second score threshold behind Fast NMS: low scores of kept priors
/// survive and fill up the detections. Boxes are decoded in the normal way even where the head gives those of YOLO, because
/// the original's Detect does. Source: Detect in detection.py.
/// </summary>
internal static class DetectionStage
{
    /// <summary>Adds the stage, with outputs box, class, score, coefficients, prior, count, and keypoints where there are any.</summary>
    public static void Build(GraphBuilder graph, RawPredictions raw, Value priors, YolactConfig config)
    {
        Value probabilities = config.Detection.Scoring switch
        {
            ClassScoring.Sigmoid => graph.Add("detect.sigmoid", new ActivationOp(Activation.Sigmoid), raw.Conf),
            ClassScoring.Objectness => graph.Add("detect.objectness", new ObjectnessScoresOp(ObjectnessUse.Gate), raw.Conf),
            ClassScoring.FocalObjectness => graph.Add("detect.objectness", new ObjectnessScoresOp(ObjectnessUse.Factor), raw.Conf),
            _ => graph.Add("detect.softmax", new SoftmaxOp(), raw.Conf),
        };
        BuildFromProbabilities(graph, raw with { Conf = probabilities }, priors, config);
    }

    /// <summary>The same, where conf holds probabilities already.</summary>
    public static void BuildFromProbabilities(GraphBuilder graph, RawPredictions raw, Value priors, YolactConfig config)
    {
        DetectionConfig detection = config.Detection;
        Value boxes = graph.Add(
            "detect.decode", new BoxDecodeOp(config.Anchors.CenterVariance, config.Anchors.SizeVariance), raw.Loc, priors);
        Value scores = graph.Add("detect.filter", new ScoreFilterOp(detection.ConfidenceThreshold), raw.Conf);
        Candidates candidates = detection.Nms switch
        {
            NmsMode.CrossClass => CrossClass(graph, scores, boxes, detection),
            NmsMode.Traditional => Traditional(graph, scores, boxes, config),
            _ => Fast(graph, scores, boxes, detection),
        };
        ImmutableArray<Value> best = graph.AddMany("detect.best", new TopKOp(candidates.Capacity), candidates.Survivors);
        ImmutableArray<Value> detections = graph.AddMany(
            "detect.gather", new GatherDetectionsOp(), best[0], best[1], candidates.Priors, boxes, raw.Coefficients);
        Value classes = candidates.ClassOfPrior is { } classOfPrior
            ? graph.Add("detect.class", new GatherClassesOp(), classOfPrior, detections[4])
            : detections[1];

        graph.Output("box", detections[0]);
        graph.Output("class", classes);
        graph.Output("score", detections[2]);
        graph.Output("coefficients", detections[3]);
        graph.Output("prior", detections[4]);
        graph.Output("count", detections[5]);
        if (raw.Keypoints is { } keypoints)
        {
            GatherKeypointsOp gather = new(config.Head.Keypoints!.Variance);
            graph.Output("keypoints", graph.Add("detect.keypoints", gather, detections[4], keypoints.Offsets, keypoints.Visibility, priors));
        }
    }

    private static Candidates Fast(GraphBuilder graph, Value scores, Value boxes, DetectionConfig detection)
    {
        ImmutableArray<Value> ranked = graph.AddMany("detect.topk", new TopKOp(detection.TopKPerClass), scores);
        Value survivors = graph.Add("detect.nms", new FastNmsOp(detection.IoUThreshold), ranked[0], ranked[1], boxes);
        return new Candidates(survivors, ranked[1], detection.MaxDetections);
    }

    private static Candidates CrossClass(GraphBuilder graph, Value scores, Value boxes, DetectionConfig detection)
    {
        ImmutableArray<Value> bestClass = graph.AddMany("detect.best_class", new BestClassOp(), scores);
        return Fast(graph, bestClass[0], boxes, detection) with { Capacity = detection.TopKPerClass, ClassOfPrior = bestClass[1] };
    }

    private static Candidates Traditional(GraphBuilder graph, Value scores, Value boxes, YolactConfig config)
    {
        DetectionConfig detection = config.Detection;
        TraditionalNmsOp nms = new(detection.MaxDetections, detection.ConfidenceThreshold, detection.IoUThreshold, config.InputSize);
        ImmutableArray<Value> kept = graph.AddMany("detect.nms", nms, scores, boxes);
        return new Candidates(kept[0], kept[1], detection.MaxDetections);
    }

    /// <summary>What NMS leaves.</summary>
    /// <param name="Survivors">Scores [N, C·k], −1 where absent.</param>
    /// <param name="Priors">Their priors [N, C, k].</param>
    /// <param name="Capacity">Most detections of an image.</param>
    private readonly record struct Candidates(Value Survivors, Value Priors, int Capacity)
    {
        /// <summary>Gets the class of each prior [N, P], where the rows of survivors are not those of classes.</summary>
        public Value? ClassOfPrior { get; init; }
    }
}
