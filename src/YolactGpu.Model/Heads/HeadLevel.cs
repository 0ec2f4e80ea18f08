using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>The prediction head at work on one level of the pyramid. Source: PredictionModule.forward in yolact.py.</summary>
internal sealed class HeadLevel
{
    private readonly LayerBuilder layers;
    private readonly YolactConfig config;
    private readonly int index;
    private readonly int anchors;
    private readonly string path;
    private readonly string name;
    private readonly Value feature;

    /// <summary>Initializes a new instance of the <see cref="HeadLevel"/> class and adds what stands in front of the outputs.</summary>
    /// <param name="layers">Where to.</param>
    /// <param name="config">The network's configuration.</param>
    /// <param name="index">Which level, 0 for P3.</param>
    /// <param name="x">The level, with the prototypes behind it where the heads see them.</param>
    public HeadLevel(LayerBuilder layers, YolactConfig config, int index, Value x)
    {
        this.layers = layers;
        this.config = config;
        this.index = index;
        anchors = config.Anchors.AnchorsPerCell(index);
        path = $"prediction_layers.{(config.Head.IsShared ? 0 : index)}";
        name = $"head.P{index + 3}";
        feature = LayerNet.Build(layers, $"{path}.upfeature", $"{name}.upfeature", x, config.Head.Layers, endsInRelu: true);
        if (config.Head.HasPredictionModule)
        {
            feature = PredictionModule.Build(layers, path, name, feature);
        }
    }

    /// <summary>
    /// Gives the activation of the mask coefficients that stands once behind the joined levels, as it may where it is the last that
    /// is done to them: one launch in place of one for each level.
    /// </summary>
    public static Activation ActivationBehindLevels(YolactConfig config) =>
        IsSoftmax(config) || IsGated(config) || SplitsByLevel(config) ? Activation.None : ActivationOf(config);

    /// <summary>Adds the box offsets [N, rows, 4].</summary>
    public Value Boxes()
    {
        Value raw = Output("bbox_layer", "loc", 4, Extra("bbox_extra", config.Head.ExtraBoxLayers), config.Head.OutputFilterSize);
        return config.Head.HasYoloRegressors
            ? layers.Graph.Add($"{name}.yolo", new YoloOffsetsOp(feature.Shape[2], feature.Shape[1]), raw)
            : raw;
    }

    /// <summary>Adds the class logits [N, rows, K].</summary>
    public Value Classes() => Output(
        "conf_layer", "conf", config.ClassCount, Extra("conf_extra", config.Head.ExtraClassLayers), config.Head.OutputFilterSize);

    /// <summary>
    /// Adds the mask coefficients [N, rows, M], or the masks themselves where the head predicts them directly; what
    /// <see cref="ActivationBehindLevels"/> gives is left to be applied.
    /// </summary>
    public Value Masks()
    {
        bool isSplit = SplitsByLevel(config);
        int levels = config.LevelCount;
        int own = isSplit ? config.MaskCoefficientCount / levels : config.MaskCoefficientCount;
        Value masks = Output("mask_layer", "mask", own, Extra("mask_extra", config.Head.ExtraMaskLayers), config.Head.OutputFilterSize);
        if (IsSoftmax(config))
        {
            masks = layers.Graph.Add($"{name}.coefficients", new SoftmaxOp(), masks);
        }
        else if (ActivationBehindLevels(config) == Activation.None)
        {
            masks = layers.Activate($"{name}.coefficients", masks, ActivationOf(config));
        }

        if (IsGated(config))
        {
            Value gate = layers.Activate($"{name}.gate.sigmoid", Output("gate_layer", "gate", own, feature, 3), Activation.Sigmoid);
            masks = layers.Graph.Add($"{name}.gated", new MultiplyOp(), masks, gate);
        }

        if (!isSplit)
        {
            return masks;
        }

        List<Value> parts = [masks];
        AddZeros(0, "before", index);
        AddZeros(parts.Count, "behind", levels - index - 1);
        return layers.Graph.Add($"{name}.mask.padded", new ConcatColumnsOp(), [.. parts]);

        void AddZeros(int at, string where, int others)
        {
            if (others > 0)
            {
                TensorShape shape = new(masks.Shape[0], masks.Shape[1], own * others);
                parts.Insert(at, GraphBuilder.Constant($"{name}.zeros {where} {shape}", shape, new float[shape.Length]));
            }
        }
    }

    /// <summary>Adds the logits of mask scores [N, rows, 1].</summary>
    public Value MaskScores() => Output("score_layer", "mask_score", 1, feature, config.Head.OutputFilterSize);

    /// <summary>Notes the layer of instance coefficients, which only training computes with.</summary>
    public void SkipInstanceCoefficients()
    {
        int size = config.Head.OutputFilterSize;
        layers.Skip($"{path}.inst_layer", anchors * config.Head.InstanceCoefficients, feature.Shape[3], size, size);
    }

    /// <summary>Adds an output on the head's shared feature.</summary>
    /// <param name="layer">Its layer in a checkpoint.</param>
    /// <param name="output">Its name.</param>
    /// <param name="perAnchor">Numbers per prior.</param>
    public Value Output(string layer, string output, int perAnchor) => Output(layer, output, perAnchor, feature, config.Head.OutputFilterSize);

    private static bool IsDirect(YolactConfig config) => config.Head.DirectMaskSize is not null;

    private static bool IsSoftmax(YolactConfig config) => config.Head.HasCoefficientSoftmax && !IsDirect(config);

    private static bool IsGated(YolactConfig config) => config.Head.HasCoefficientGate && !IsDirect(config);

    private static bool SplitsByLevel(YolactConfig config) => config.Protonet.SplitsByLevel && !IsDirect(config);

    private static Activation ActivationOf(YolactConfig config) =>
        IsDirect(config) ? Activation.Sigmoid : config.Head.CoefficientActivation;

    private Value Output(string layer, string output, int perAnchor, Value x, int size)
    {
        Value y = layers.Convolution(
            $"{path}.{layer}", x, anchors * perAnchor, size, padding: size / 2, name: $"{name}.{output}.conv");
        TensorShape rows = new(y.Shape[0], y.Shape[1] * y.Shape[2] * anchors, perAnchor);
        return layers.Graph.Add($"{name}.{output}", new ReshapeOp(rows), y);
    }

    private Value Extra(string layer, int count)
    {
        NetLayer same = new NetConvolution(feature.Shape[3], 3, 1);
        return LayerNet.Build(layers, $"{path}.{layer}", $"{name}.{layer}", feature, [.. Enumerable.Repeat(same, count)], endsInRelu: true);
    }
}
