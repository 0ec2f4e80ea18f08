using ILGPU;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace YolactGpu.Kernels.Devices;

/// <summary>Makes ILGPU contexts as this library's kernels need them: optimised fully, with the algorithms' mathematics.</summary>
public static class DeviceContext
{
    /// <summary>
    /// Creates a context that lists every CUDA and OpenCL device and one CPU device. The CPU device has one
    /// multiprocessor per worker and groups of one thread, the fastest form of ILGPU's CPU accelerator.
    /// </summary>
    /// <param name="cpuWorkers">Threads of the CPU device; all cores where null.</param>
    public static Context Create(int? cpuWorkers = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cpuWorkers ?? 1);
        NativeDrivers.EnsureRegistered();
        CPUDevice cpu = new(numThreadsPerWarp: 2, numWarpsPerMultiprocessor: 1, cpuWorkers ?? Environment.ProcessorCount);
        return Context.Create(builder => builder
            .Optimize(OptimizationLevel.O2)
            .EnableAlgorithms()
            .CPU(cpu)
            .Cuda()
            .OpenCL());
    }
}
