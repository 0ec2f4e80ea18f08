using System.Collections.Immutable;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Heads;
using YolactGpu.Model.Necks;
using YolactGpu.Model.Weights;

namespace YolactGpu.Model;

/// <summary>What a network is built for.</summary>
public sealed record NetworkOptions
{
    /// <summary>Gets the images per run.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Gets the size of the input, where it is not the configuration's <see cref="YolactConfig.Input"/>.</summary>
    public InputShape? Input { get; init; }

    /// <summary>Gets a value indicating whether the semantic branch, which only training needs, is an output: segm.</summary>
    public bool SemanticOutput { get; init; }

    /// <summary>
    /// Gets a value indicating whether the class-existence branch is an output even without detection: class_existence, as logits.
    /// </summary>
    public bool ClassExistenceOutput { get; init; }

    /// <summary>Gets a value indicating whether backbone and pyramid stages are outputs: c3, c4, c5, p3 to p7.</summary>
    public bool StageOutputs { get; init; }

    /// <summary>
    /// Gets a value indicating whether detection follows: outputs box, class, score, coefficients, prior, count and
    /// keypoints in place of loc, conf, mask, priors and the raw keypoints, and the probabilities class_existence of a network that has
    /// the branch.
    /// </summary>
    public bool Detect { get; init; }
}

/// <summary>
/// YOLACT as a graph: image -> backbone -> feature pyramid -> prototypes and predictions (-> detections).
/// Input: image [N, H, W, 3] float, normalised RGB. Outputs without detection: loc [N, P, 4], conf [N, P, K] (logits),
/// mask [N, P, M] (coefficients), proto [N, h, w, M], priors [P, 4] (centre, size; relative); with
/// keypoints also keypoint_offsets [N, P, 2·J] and keypoint_visibility [N, P, J] (logits).
/// </summary>
public static class YolactNetwork
{
    /// <summary>Name of the output that says whether something of each class is in the image: [N, classes].</summary>
    internal const string ClassExistence = "class_existence";

    /// <summary>Builds the graph of a configuration; no pass has been applied yet.</summary>
    /// <exception cref="ConfigException">The configuration contradicts itself.</exception>
    public static Graph.IR.Graph Build(YolactConfig config, IWeightSource weights, NetworkOptions options)
    {
        config.Check();
        GraphBuilder graph = new();
        LayerBuilder layers = new(graph, weights);

        InputShape input = options.Input ?? config.Input;
        Value image = graph.Input("image", TensorType.Float32(options.Batch, input.Height, input.Width, 3));
        ImmutableArray<Value> stages = config.Backbone.Build(layers, image);
        ImmutableArray<Value> selected = [.. config.Backbone.SelectedStages.Select(stage => stages[stage])];
        ImmutableArray<Value> levels = FeaturePyramid.Build(layers, selected, config.Fpn);
        Value? prototypes = config.Head.DirectMaskSize is null
            ? Protonet.Build(layers, levels[config.Protonet.SourceLevel], config.Protonet)
            : null;
        RawPredictions raw = PredictionHead.Build(layers, levels, prototypes, config);
        if (prototypes is not null && config.Protonet.HasBias)
        {
            prototypes = Protonet.AddBias(graph, prototypes);
        }

        Value priors = PriorBoxes.Build(graph, levels, config);
        Value? semantic = config.HasSemanticBranch
            ? layers.Convolution("semantic_seg_conv", levels[0], config.ClassNames.Length, size: 1)
            : null;
        if (config.HasClassExistenceBranch)
        {
            AddClassExistence(layers, levels[^1], config, options);
        }

        if (options.Detect)
        {
            DetectionStage.Build(layers, raw, priors, prototypes, config);
        }
        else
        {
            graph.Output("loc", raw.Loc);
            graph.Output("conf", raw.Conf);
            graph.Output("mask", raw.Coefficients);
            graph.Output("priors", priors);
            if (config.MaskIoU is not null)
            {
                MaskIoUNet.Skip(layers, config);
            }

            if (raw.MaskScores is { } maskScores)
            {
                graph.Output("mask_score", maskScores);
            }

            if (raw.Keypoints is { } keypoints)
            {
                graph.Output("keypoint_offsets", keypoints.Offsets);
                graph.Output("keypoint_visibility", keypoints.Visibility);
            }
        }

        if (prototypes is not null)
        {
            graph.Output("proto", prototypes);
        }

        if (options.SemanticOutput && semantic is not null)
        {
            graph.Output("segm", semantic);
        }

        if (options.StageOutputs)
        {
            OutputAll(graph, 'c', selected);
            OutputAll(graph, 'p', levels);
        }

        return graph.Build();
    }

    private static void AddClassExistence(LayerBuilder layers, Value deepest, YolactConfig config, NetworkOptions options)
    {
        if (!options.Detect && !options.ClassExistenceOutput)
        {
            ClassExistenceBranch.Skip(layers, config);
            return;
        }

        Value logits = ClassExistenceBranch.Build(layers, deepest, config);
        layers.Graph.Output(ClassExistence, options.Detect ? layers.Activate("class_existence.sigmoid", logits, Activation.Sigmoid) : logits);
    }

    private static void OutputAll(GraphBuilder graph, char letter, ImmutableArray<Value> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            graph.Output($"{letter}{i + 3}", values[i]);
        }
    }
}
