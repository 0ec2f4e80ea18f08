using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;

namespace YolactGpu.Benchmarking;

/// <summary>What is measured.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Gets the configuration; that of the weights, or yolact_resnet50, where null.</summary>
    public YolactConfig? Config { get; init; }

    /// <summary>Gets the weights file; weights from the formula where null.</summary>
    public string? Weights { get; init; }

    /// <summary>Gets the device.</summary>
    public DeviceRequest Device { get; init; }

    /// <summary>Gets the threads of the CPU device; all cores where null.</summary>
    public int? CpuWorkers { get; init; }

    /// <summary>Gets the images per run.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Gets the size of the network's input, where it differs from the configuration's.</summary>
    public InputShape? InputSize { get; init; }

    /// <summary>Gets the runs that are timed.</summary>
    public int Repeat { get; init; } = 20;

    /// <summary>Gets the runs before, which are not.</summary>
    public int Warmup { get; init; } = 3;

    /// <summary>Gets a value indicating whether convolutions may use Winograd's and Strassen's algorithms.</summary>
    public bool AllowWinograd { get; init; } = true;

    /// <summary>Gets a value indicating whether the network is captured as CUDA graphs; see <see cref="YolactDetectorOptions.CudaGraph"/>.</summary>
    public bool CudaGraph { get; init; } = true;

    /// <summary>Gets how exactly convolutions multiply.</summary>
    public ConvolutionPrecision Precision { get; init; }

    /// <summary>Gets the file of kernels' times; see <see cref="YolactDetectorOptions.TuningCache"/>.</summary>
    public string? TuningCache { get; init; }

    /// <summary>Gets a value indicating whether only the plain kernels run, the oracles of the fast ones.</summary>
    public bool PlainKernelsOnly { get; init; }

    /// <summary>Gets a value indicating whether every layer is timed too.</summary>
    public bool Explain { get; init; }
}
