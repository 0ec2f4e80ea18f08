using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;

namespace YolactGpu;

/// <summary>Choices made when a <see cref="YolactDetector"/> is created.</summary>
public sealed record YolactDetectorOptions
{
    /// <summary>
    /// Gets the device: auto, cpu, cuda, cuda:1, opencl, opencl:2. Auto takes the first CUDA device, else the first OpenCL
    /// GPU, else the CPU. A device that is named here and absent is an error; nothing falls back in silence.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>Gets the configuration; recognised from the weights where null.</summary>
    public YolactConfig? Config { get; init; }

    /// <summary>Gets the class names, where they differ from the configuration's; as many as the network has classes.</summary>
    public ImmutableArray<string>? ClassNames { get; init; }

    /// <summary>Gets the side of the network's square input in pixels, where it differs from the configuration's.</summary>
    public int? InputSize { get; init; }

    /// <summary>Gets the score that a detection must exceed.</summary>
    public float ScoreThreshold { get; init; } = 0.15f;

    /// <summary>Gets the most detections per image, best first.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Gets the most images that one run of the network takes in <see cref="YolactDetector.DetectBatch"/>.</summary>
    public int MaxBatch { get; init; } = 8;

    /// <summary>Gets the threads that the CPU device uses; all cores where null.</summary>
    public int? CpuWorkers { get; init; }

    /// <summary>Gets the limits of what is decoded.</summary>
    public ImageDecoderOptions ImageDecoder { get; init; } = new();

    /// <summary>Gets where log messages go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
