using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Kernels;

/// <summary>
/// Loads kernels in which one index does one piece of work. GPUs get groups of the driver's choice; for the CPU accelerator see
/// <see cref="CpuKernelLoading"/>.
/// </summary>
internal static class KernelLoading
{
    /// <summary>Loads a kernel of 2 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2> LoadIndexed<T1, T2>(
        this Accelerator accelerator, Action<Index1D, T1, T2> kernel)
        where T1 : struct
        where T2 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 3 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3> LoadIndexed<T1, T2, T3>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 4 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4> LoadIndexed<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 5 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5> LoadIndexed<T1, T2, T3, T4, T5>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 6 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6> LoadIndexed<T1, T2, T3, T4, T5, T6>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 7 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7> LoadIndexed<T1, T2, T3, T4, T5, T6, T7>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 8 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8> LoadIndexed<T1, T2, T3, T4, T5, T6, T7, T8>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 9 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadIndexed<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);

    /// <summary>Loads a kernel of 10 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadIndexed<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator.LoadForCpu(kernel)
            : accelerator.LoadAutoGroupedKernel(kernel);
}
