using System.Collections.Immutable;

namespace ILGPU.Runtime.CPU;

public enum CPUDeviceKind
{
    Default = 0,
    Nvidia = 1,
    AMD = 2,
    LegacyAMD = 3,
    Intel = 4,
}

public enum CPUAcceleratorMode
{
    Auto = 0,
    Sequential = 1,
    Parallel = 2,
}

public sealed class CPUCapabilityContext : CapabilityContext
{
    internal CPUCapabilityContext()
    {
    }
}

/// <summary>
/// A simulated device. The named ones use every core (the real package: one multiprocessor, so that their launches are
/// as parallel as one group is); one that was made with a number of multiprocessors uses as many threads.
/// </summary>
public sealed class CPUDevice : Device
{
    public static readonly CPUDevice Default = new(4, 4, 1, Environment.ProcessorCount);

    public static readonly CPUDevice Nvidia = new(32, 32, 1, Environment.ProcessorCount);

    public static readonly CPUDevice AMD = new(32, 8, 1, Environment.ProcessorCount);

    public static readonly CPUDevice LegacyAMD = new(64, 4, 1, Environment.ProcessorCount);

    public static readonly CPUDevice Intel = new(16, 8, 1, Environment.ProcessorCount);

    public static readonly ImmutableArray<CPUDevice> All = [Default, Nvidia, AMD, LegacyAMD, Intel];

    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
        : this(numThreadsPerWarp, numWarpsPerMultiprocessor, numMultiprocessors, numMultiprocessors)
    {
    }

    private CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numThreadsPerWarp, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarpsPerMultiprocessor, 1);
        if (!int.IsPow2(numWarpsPerMultiprocessor))
        {
            throw new ArgumentOutOfRangeException(
                nameof(numWarpsPerMultiprocessor), $"{numWarpsPerMultiprocessor} is not a power of two.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
        int threads = checked(numThreadsPerWarp * numWarpsPerMultiprocessor);
        Workers = workers;
        Name = "CPU (ILGPU stand-in)";
        WarpSize = numThreadsPerWarp;
        NumMultiprocessors = numMultiprocessors;
        MaxNumThreadsPerGroup = threads;
        MaxNumThreadsPerMultiprocessor = threads;
        MaxGroupSize = new Index3D(threads);
        MaxGridSize = new Index3D(int.MaxValue, ushort.MaxValue, ushort.MaxValue);
        MaxSharedMemoryPerGroup = int.MaxValue;
        MaxConstantMemory = int.MaxValue;
        MemorySize = long.MaxValue;
        Capabilities = new CPUCapabilityContext();
    }

    public override AcceleratorType AcceleratorType => AcceleratorType.CPU;

    public int NumThreads => MaxNumThreads;

    /// <summary>How many threads share an implicit launch, the caller's own included.</summary>
    internal int Workers { get; }

    public static CPUDevice GetDevice(CPUDeviceKind kind) => All[(int)kind];

    public static ImmutableArray<Device> GetDevices(Predicate<CPUDevice> predicate) =>
        [.. All.Where(device => predicate(device))];

    public override Accelerator CreateAccelerator(Context context) => CreateCPUAccelerator(context);

    public CPUAccelerator CreateCPUAccelerator(Context context) =>
        CreateCPUAccelerator(context, CPUAcceleratorMode.Auto);

    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new CPUAccelerator(context, this, mode);
    }

    public override bool Equals(object? obj) =>
        obj is CPUDevice other && WarpSize == other.WarpSize &&
        MaxNumThreadsPerGroup == other.MaxNumThreadsPerGroup && NumMultiprocessors == other.NumMultiprocessors;

    public override int GetHashCode() => HashCode.Combine(WarpSize, MaxNumThreadsPerGroup, NumMultiprocessors);
}
