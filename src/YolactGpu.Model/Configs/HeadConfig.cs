using System.Collections.Immutable;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model.Heads;

namespace YolactGpu.Model.Configs;

/// <summary>The prediction heads.</summary>
public sealed record HeadConfig
{
    /// <summary>Gets a value indicating whether all levels share one head (share_prediction_module).</summary>
    public bool IsShared { get; init; } = true;

    /// <summary>Gets the layers in front of the outputs, each with a relu (extra_head_net); none where the original has None.</summary>
    public ImmutableArray<NetLayer> Layers { get; init; } = [new NetConvolution(256, 3, 1)];

    /// <summary>Gets a value indicating whether a residual block follows them, as in DSSD (use_prediction_module).</summary>
    public bool HasPredictionModule { get; init; }

    /// <summary>Gets the further 3x3 convolutions with relu in front of the box output (first of extra_layers).</summary>
    public int ExtraBoxLayers { get; init; }

    /// <summary>Gets those in front of the class output (second of extra_layers).</summary>
    public int ExtraClassLayers { get; init; }

    /// <summary>Gets those in front of the mask output (third of extra_layers).</summary>
    public int ExtraMaskLayers { get; init; }

    /// <summary>Gets the side of the outputs' filters, odd; the border keeps the size (head_layer_params).</summary>
    public int OutputFilterSize { get; init; } = 3;

    /// <summary>Gets the activation of the mask coefficients (mask_proto_coeff_activation).</summary>
    public Activation CoefficientActivation { get; init; } = Activation.Tanh;

    /// <summary>
    /// Gets a value indicating whether a softmax over the coefficients of each instance takes the place of <see cref="CoefficientActivation"/>
    /// (mask_proto_coeff_activation: softmax).
    /// </summary>
    public bool HasCoefficientSoftmax { get; init; }

    /// <summary>Gets a value indicating whether coefficients are multiplied by the sigmoid of a further output (mask_proto_coeff_gate).</summary>
    public bool HasCoefficientGate { get; init; }

    /// <summary>
    /// Gets a value indicating whether box centres are bound to their cell (use_yolo_regressors). As in the original, detection
    /// decodes them as it does all others.
    /// </summary>
    public bool HasYoloRegressors { get; init; }

    /// <summary>Gets a value indicating whether each instance has a mask score (use_mask_scoring), a factor of scores by sigmoid.</summary>
    public bool HasMaskScores { get; init; }

    /// <summary>Gets the instance coefficients that a checkpoint holds (num_instance_coeffs with use_instance_coeff). Only training uses them.</summary>
    public int InstanceCoefficients { get; init; }

    /// <summary>Gets the side of masks that the head predicts directly (mask_type.direct with mask_size); null where prototypes make them.</summary>
    public int? DirectMaskSize { get; init; }

    /// <summary>Gets the keypoints of every instance; null where the network predicts none.</summary>
    public KeypointConfig? Keypoints { get; init; }

    /// <summary>Gives the channels that the outputs see.</summary>
    internal int FeatureChannels(int inputs) => NetLayers.Channels(Layers, inputs);

    /// <summary>Says what is wrong with the settings over a pyramid of <paramref name="inputs"/> channels, or gives null.</summary>
    internal string? Problem(int inputs, ProtonetConfig protonet)
    {
        if (Layers.IsDefault || NetLayers.Problem(Layers) is not null)
        {
            return Layers.IsDefault ? "has no Layers; an empty list stands for none." : $"has the layer {NetLayers.Problem(Layers)}.";
        }

        if (Layers.Any(layer => !KeepsSize(layer)))
        {
            return $"has the layer {Layers.First(layer => !KeepsSize(layer))}, which changes the size of a level; its priors would not fit.";
        }

        if (OutputFilterSize < 1 || OutputFilterSize % 2 == 0)
        {
            return $"OutputFilterSize is {OutputFilterSize}; it must be odd and positive, so that a border keeps the size of a level.";
        }

        if (ExtraBoxLayers < 0 || ExtraClassLayers < 0 || ExtraMaskLayers < 0 || InstanceCoefficients < 0)
        {
            return "must have no negative number of extra layers or instance coefficients.";
        }

        if (HasPredictionModule && FeatureChannels(inputs) % PredictionModule.Narrowing != 0)
        {
            return $"HasPredictionModule needs channels that are a multiple of {PredictionModule.Narrowing}; there are {FeatureChannels(inputs)}.";
        }

        return DirectProblem(protonet);
    }

    private static bool KeepsSize(NetLayer layer) => layer switch
    {
        NetConvolution c => c.Stride == 1 && 2 * c.Padding == c.Dilation * (c.FilterSize - 1),
        NetTransposedConvolution t => t.Stride == 1 && 2 * t.Padding == t.FilterSize - 1,
        NetUpsampling upsampling => upsampling.Factor == 1,
        NetConcatenation concatenation => concatenation.Nets.SelectMany(net => net).All(KeepsSize),
        _ => false,
    };

    private string? DirectProblem(ProtonetConfig protonet)
    {
        if (DirectMaskSize is not { } size)
        {
            return null;
        }

        if (size is < 1 or > 256)
        {
            return $"DirectMaskSize is {size}; it must be 1 to 256.";
        }

        string? contradiction = HasCoefficientGate ? nameof(HasCoefficientGate)
            : protonet.FeedsHeads ? $"Protonet.{nameof(ProtonetConfig.FeedsHeads)}"
            : protonet.HasBias ? $"Protonet.{nameof(ProtonetConfig.HasBias)}"
            : protonet.SplitsByLevel ? $"Protonet.{nameof(ProtonetConfig.SplitsByLevel)}"
            : null;
        return contradiction is null ? null : $"DirectMaskSize cannot go with {contradiction}: direct masks have no prototypes.";
    }
}
