using System.Collections.Immutable;

namespace YolactGpu.Model.Configs;

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
