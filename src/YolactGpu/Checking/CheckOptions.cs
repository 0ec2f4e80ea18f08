using System.Collections.Immutable;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;

namespace YolactGpu.Checking;

/// <summary>What is checked.</summary>
public sealed record CheckOptions
{
    /// <summary>Gets the device.</summary>
    public DeviceRequest Device { get; init; }

    /// <summary>Gets the threads of the CPU, which computes what the device's results are compared with; all cores where null.</summary>
    public int? CpuWorkers { get; init; }

    /// <summary>Gets the configurations whose networks are run.</summary>
    public ImmutableArray<YolactConfig> Configs { get; init; } = [.. YolactConfigs.All];

    /// <summary>
    /// Gets the size of the networks' input: small, as every layer is computed by plain kernels on the CPU too, odd, and wider than high. Sides
    /// that are too short for YOLACT++'s mask IoU net are lengthened for it.
    /// </summary>
    public InputShape InputSize { get; init; } = new(113, 97);

    /// <summary>Gets the file of kernels' times: off, a path, or the user's cache where null.</summary>
    public string? TuningCache { get; init; }

    /// <summary>Gets a value indicating whether CUDA devices replay a photo's network as CUDA graphs.</summary>
    public bool CudaGraph { get; init; } = true;
}
