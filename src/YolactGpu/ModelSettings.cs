using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Inference;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;

namespace YolactGpu;

/// <summary>What a <see cref="YolactModel"/> is made of.</summary>
internal sealed record ModelSettings
{
    /// <summary>Gets the weights file; weights from the formula where null.</summary>
    public string? Weights { get; init; }

    /// <summary>Gets the configuration; that of the weights, or yolact_resnet50, where null.</summary>
    public YolactConfig? Config { get; init; }

    /// <summary>Gets the class names, where they differ from the configuration's.</summary>
    public ImmutableArray<string>? ClassNames { get; init; }

    /// <summary>Gets the size of the network's input, where it differs from the configuration's.</summary>
    public InputShape? InputSize { get; init; }

    /// <summary>Gets whether images keep their aspect ratio, where it differs from the configuration.</summary>
    public bool? PreserveAspectRatio { get; init; }

    /// <summary>Gets the pixels of which the sides of such inputs are multiples, where they differ from the configuration's.</summary>
    public int? InputStep { get; init; }

    /// <summary>Gets how many compiled plans are kept.</summary>
    public int MaxPlans { get; init; } = new YolactDetectorOptions().MaxPlans;

    /// <summary>Gets how boxes that overlap are thinned out, where it differs from the configuration's.</summary>
    public NmsMode? Nms { get; init; }

    /// <summary>Gets the overlap above which a box is dropped, where it differs from the configuration's.</summary>
    public float? NmsThreshold { get; init; }

    /// <summary>Gets the device.</summary>
    public DeviceRequest Device { get; init; }

    /// <summary>Gets the threads of the CPU device; all cores where null.</summary>
    public int? CpuWorkers { get; init; }

    /// <summary>Gets the choices made when plans are compiled.</summary>
    public CompileOptions Compile { get; init; } = new();

    /// <summary>Gets how plans are run.</summary>
    public InferenceOptions Inference { get; init; } = new();

    /// <summary>Gets how many runs may be under way at a time; two on CUDA, one elsewhere, where null.</summary>
    public int? Streams { get; init; }

    /// <summary>Gets the file of kernels' times: off, a path, or the user's cache where null.</summary>
    public string? TuningCache { get; init; }

    /// <summary>Gets where log messages go.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Gives the configuration with what differs from it.</summary>
    /// <param name="file">The weights, or null.</param>
    /// <exception cref="WeightsException">The configuration cannot be recognised.</exception>
    /// <exception cref="ConfigException">The settings contradict the configuration.</exception>
    public YolactConfig Resolve(IWeightFile? file)
    {
        YolactConfig config = Config ?? (file is null ? YolactConfigs.ResNet50 : ConfigRecognizer.Recognize(file));
        if (ClassNames is { IsDefault: false } names)
        {
            config = names.Length == config.ClassNames.Length
                ? config with { ClassNames = names }
                : throw new ConfigException($"ClassNames holds {names.Length} names; config {config.Name} has {config.ClassNames.Length} classes.");
        }

        DetectionConfig detection = config.Detection;
        config = (InputSize is { } input ? config.WithInput(input) : config) with
        {
            PreserveAspectRatio = PreserveAspectRatio ?? config.PreserveAspectRatio,
            InputStep = InputStep ?? config.InputStep,
            Detection = detection with { Nms = Nms ?? detection.Nms, IoUThreshold = NmsThreshold ?? detection.IoUThreshold },
        };
        config.Check();
        return config;
    }
}
