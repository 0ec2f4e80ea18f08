using System.Collections.Immutable;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Model.Configs;

/// <summary>The feature pyramid network.</summary>
public sealed record FpnConfig
{
    /// <summary>Gets the channels of every level.</summary>
    public int Features { get; init; } = 256;

    /// <summary>Gets the levels made by further 3x3 convolutions of stride 2 (P6 and P7).</summary>
    public int DownsampleLevels { get; init; } = 2;

    /// <summary>Gets a value indicating whether P3 to P5 pass through a relu. P6 and P7 never do.</summary>
    public bool ReluPredictionLayers { get; init; } = true;
}

/// <summary>One layer of the prototype net; each but the last is followed by a relu.</summary>
public abstract record ProtonetLayer;

/// <summary>A convolution with bias.</summary>
/// <param name="Channels">Output channels.</param>
/// <param name="FilterSize">Side of the filter.</param>
/// <param name="Padding">Border of zeros.</param>
public sealed record ProtonetConvolution(int Channels, int FilterSize, int Padding) : ProtonetLayer;

/// <summary>Bilinear upsampling.</summary>
/// <param name="Factor">By how much both sides grow.</param>
public sealed record ProtonetUpsampling(int Factor) : ProtonetLayer;

/// <summary>The prototype net, which works on P3.</summary>
public sealed record ProtonetConfig
{
    /// <summary>Gets the layers; the channels of the last are the number of prototypes.</summary>
    public ImmutableArray<ProtonetLayer> Layers { get; init; } =
    [
        new ProtonetConvolution(256, 3, 1),
        new ProtonetConvolution(256, 3, 1),
        new ProtonetConvolution(256, 3, 1),
        new ProtonetUpsampling(2),
        new ProtonetConvolution(256, 3, 1),
        new ProtonetConvolution(32, 1, 0),
    ];

    /// <summary>Gets the activation of the prototypes.</summary>
    public Activation PrototypeActivation { get; init; } = Activation.Relu;

    /// <summary>Gets the number of prototypes, which is the number of mask coefficients.</summary>
    public int PrototypeCount => ((ProtonetConvolution)Layers[^1]).Channels;
}

/// <summary>The prediction head, shared by all levels.</summary>
public sealed record HeadConfig
{
    /// <summary>Gets the channels of the 3x3 convolution (with relu) in front of the three outputs.</summary>
    public int FeatureChannels { get; init; } = 256;

    /// <summary>Gets the activation of the mask coefficients.</summary>
    public Activation CoefficientActivation { get; init; } = Activation.Tanh;

    /// <summary>Gets the keypoints of every instance; null where the network predicts none.</summary>
    public KeypointConfig? Keypoints { get; init; }
}

/// <summary>What is done to an image before the network: (value − mean) / deviation on 0..255, channels in the order RGB.</summary>
public sealed record PreprocessingConfig
{
    /// <summary>Gets the mean of red, green and blue.</summary>
    public ImmutableArray<float> Mean { get; init; } = [123.68f, 116.78f, 103.94f];

    /// <summary>Gets the standard deviation of red, green and blue.</summary>
    public ImmutableArray<float> StandardDeviation { get; init; } = [58.40f, 57.12f, 57.38f];

    /// <summary>Gets that of ResNet: mean and deviation of ImageNet.</summary>
    public static PreprocessingConfig ResNet { get; } = new();

    /// <summary>Gets that of Darknet: value / 255.</summary>
    public static PreprocessingConfig Darknet { get; } = new() { Mean = [0, 0, 0], StandardDeviation = [255, 255, 255] };
}
