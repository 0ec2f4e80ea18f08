// Written by generate.py.
#nullable enable
using ILGPU.Execution;
using ILGPU.Runtime.CPU;

namespace ILGPU.Runtime;

public static partial class KernelLoaders
{
    public static Action<AcceleratorStream, TIndex, T1>
        LoadAutoGroupedKernel<TIndex, T1>(
            this Accelerator accelerator, Action<TIndex, T1> action)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        return new ImplicitKernel<TIndex, T1>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1>
        LoadAutoGroupedKernel<TIndex, T1>(
            this Accelerator accelerator, Action<TIndex, T1> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2>
        LoadAutoGroupedKernel<TIndex, T1, T2>(
            this Accelerator accelerator, Action<TIndex, T1, T2> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2>
        LoadAutoGroupedKernel<TIndex, T1, T2>(
            this Accelerator accelerator, Action<TIndex, T1, T2> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        where T13 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        where T13 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        where T13 : struct
        where T14 : struct
    {
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }

    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
        LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            this Accelerator accelerator, Action<
                TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, out KernelInfo? kernelInfo)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
        where T13 : struct
        where T14 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            CPUAccelerator.From(accelerator), action, default).Launch;
    }
}
