using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels;

/// <summary>
/// Loads kernels that only ILGPU's CPU accelerator can run, because they call methods of the processor marked
/// <see cref="ILGPU.Frontend.ExternalAttribute"/>. Groups of one, as in <see cref="KernelLoading"/>.
/// </summary>
internal static class CpuKernelLoading
{
    /// <summary>Loads a kernel of 3 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3> LoadForCpu<T1, T2, T3>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct => accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);

    /// <summary>Loads a kernel of 4 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4> LoadForCpu<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct => accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);

    /// <summary>Loads a kernel of 5 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5> LoadForCpu<T1, T2, T3, T4, T5>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct => accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);

    /// <summary>Loads a kernel of 6 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6> LoadForCpu<T1, T2, T3, T4, T5, T6>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct => accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);

    /// <summary>Loads a kernel of 7 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7> LoadForCpu<T1, T2, T3, T4, T5, T6, T7>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct => accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);

    private static Accelerator Require(this Accelerator accelerator) =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator
            : throw new NotSupportedException(
                $"{accelerator.Name} is a {accelerator.AcceleratorType} device; kernels of the processor's vectors need the CPU accelerator.");
}
