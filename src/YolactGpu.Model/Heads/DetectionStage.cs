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
/// the original's Detect does. With a mask IoU net (YOLACT++) every score is then multiplied by the predicted overlap of its mask,
/// and the detections are put in order again. Source: Detect in detection.py.
/// </summary>
internal static class DetectionStage
{
    /// <summary>
    /// Adds the stage, with outputs box, class, score, coefficients, prior, count, keypoints where there are any, and box_score,
    /// the scores without the overlap of masks, where there is a mask IoU net.
    /// </summary>
    public static void Build(LayerBuilder layers, RawPredictions raw, Value priors, Value? prototypes, YolactConfig config)
    {
        GraphBuilder graph = layers.Graph;
        Value probabilities = config.Detection.Scoring switch
        {
            ClassScoring.Sigmoid => graph.Add("detect.sigmoid", new ActivationOp(Activation.Sigmoid), raw.Conf),
            ClassScoring.Objectness => graph.Add("detect.objectness", new ObjectnessScoresOp(ObjectnessUse.Gate), raw.Conf),
            ClassScoring.FocalObjectness => graph.Add("detect.objectness", new ObjectnessScoresOp(ObjectnessUse.Factor), raw.Conf),
            _ => graph.Add("detect.softmax", new SoftmaxOp(), raw.Conf),
        };
        if (raw.MaskScores is { } logits && config.Detection.Scoring == ClassScoring.Sigmoid)
        {
            // The original uses mask scores in this case alone.
            Value maskScores = graph.Add("detect.mask_score", new ActivationOp(Activation.Sigmoid), logits);
            probabilities = graph.Add("detect.scored", new MultiplyOp(), probabilities, maskScores);
        }

        BuildFromProbabilities(layers, raw with { Conf = probabilities }, priors, prototypes, config);
    }

    /// <summary>The same, where conf holds probabilities already.</summary>
    public static void BuildFromProbabilities(
        LayerBuilder layers, RawPredictions raw, Value priors, Value? prototypes, YolactConfig config)
    {
        GraphBuilder graph = layers.Graph;
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
        (ImmutableArray<Value> detections, Value classes) = Gather("detect.gather", "detect.class", best[0], best[1]);
        if (config.MaskIoU is { Rescores: false })
        {
            MaskIoUNet.Skip(layers, config);
        }
        else if (config.MaskIoU is not null && prototypes is not null)
        {
            DetectedMasks masks = new(prototypes, detections[5], detections[0], detections[2], detections[4]);
            Value iou = MaskIoUNet.Build(layers, masks, config);
            ImmutableArray<Value> rescored = graph.AddMany("detect.rescore", new RescoreDetectionsOp(), best[0], best[1], classes, iou);
            (detections, classes) = Gather("detect.regather", "detect.reclass", rescored[0], rescored[1]);
            graph.Output("box_score", rescored[2]);
        }

        graph.Output("box", detections[0]);
        graph.Output("class", classes);
        graph.Output("score", detections[2]);
        graph.Output("coefficients", detections[5]);
        graph.Output("prior", detections[3]);
        graph.Output("count", detections[4]);
        if (raw.Keypoints is { } keypoints)
        {
            GatherKeypointsOp gather = new(config.Head.Keypoints!.Variance);
            graph.Output("keypoints", graph.Add("detect.keypoints", gather, detections[3], keypoints.Offsets, keypoints.Visibility, priors));
        }

        (ImmutableArray<Value> Detections, Value Classes) Gather(string gatherName, string className, Value chosen, Value positions)
        {
            ImmutableArray<Value> gathered = graph.AddMany(
                gatherName, new GatherDetectionsOp(), chosen, positions, candidates.Priors, boxes, raw.Coefficients);
            return candidates.ClassOfPrior is { } classOfPrior
                ? (gathered, graph.Add(className, new GatherClassesOp(), classOfPrior, gathered[3]))
                : (gathered, gathered[1]);
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
        InputShape pixels = config.Input;
        TraditionalNmsOp nms = new(detection.MaxDetections, detection.ConfidenceThreshold, detection.IoUThreshold, pixels.Width, pixels.Height);
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
