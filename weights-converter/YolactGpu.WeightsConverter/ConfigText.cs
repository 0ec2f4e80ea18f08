using System.Globalization;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>What a file is for, in words.</summary>
internal static class ConfigText
{
    /// <summary>The configuration in one line, or why there is none.</summary>
    internal static string Of(YolactConfig? config, string problem) => config is null
        ? $"none: {problem}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{config.Name} ({config.Backbone.Description}, "
            + $"{config.InputSize} x {config.InputSize}, {config.ClassNames.Length} classes)");

    /// <summary>The configuration that a checkpoint is for, or null with the reason.</summary>
    internal static YolactConfig? TryRecognize(IWeightFile weights, out string problem)
    {
        problem = "";
        if (weights.Tensors.Count > 0
            && weights.Tensors.All(tensor => tensor.Name.StartsWith("backbone.", StringComparison.Ordinal)))
        {
            problem = "it holds a backbone alone, to start training from";
            return null;
        }

        try
        {
            return ConfigRecognizer.Recognize(weights);
        }
        catch (WeightsException exception)
        {
            problem = exception.Tensor is null ? exception.Problem : $"{exception.Tensor} {exception.Problem}";
            return null;
        }
    }
}
