// Written by generate.py.
#nullable enable
using ILGPU.Execution;
using ILGPU.Runtime.CPU;

namespace ILGPU.Runtime;

public static partial class KernelLoaders
{
    public static Action<KernelConfig, T1>
        LoadStreamKernel<T1>(
            this Accelerator accelerator, Action<T1> action)
        where T1 : struct
    {
        return new ExplicitKernel<T1>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1>
        LoadStreamKernel<T1>(
            this Accelerator accelerator, Action<T1> action, out KernelInfo? kernelInfo)
        where T1 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1>
        LoadStreamKernel<T1>(
            this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization)
        where T1 : struct
    {
        return new ExplicitKernel<T1>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1>
        LoadStreamKernel<T1>(
            this Accelerator accelerator, Action<
                T1> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2>
        LoadStreamKernel<T1, T2>(
            this Accelerator accelerator, Action<T1, T2> action)
        where T1 : struct
        where T2 : struct
    {
        return new ExplicitKernel<T1, T2>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2>
        LoadStreamKernel<T1, T2>(
            this Accelerator accelerator, Action<T1, T2> action, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2>
        LoadStreamKernel<T1, T2>(
            this Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
    {
        return new ExplicitKernel<T1, T2>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2>
        LoadStreamKernel<T1, T2>(
            this Accelerator accelerator, Action<
                T1, T2> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3>
        LoadStreamKernel<T1, T2, T3>(
            this Accelerator accelerator, Action<T1, T2, T3> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        return new ExplicitKernel<T1, T2, T3>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3>
        LoadStreamKernel<T1, T2, T3>(
            this Accelerator accelerator, Action<T1, T2, T3> action, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3>
        LoadStreamKernel<T1, T2, T3>(
            this Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        return new ExplicitKernel<T1, T2, T3>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3>
        LoadStreamKernel<T1, T2, T3>(
            this Accelerator accelerator, Action<
                T1, T2, T3> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4>
        LoadStreamKernel<T1, T2, T3, T4>(
            this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4>
        LoadStreamKernel<T1, T2, T3, T4>(
            this Accelerator accelerator, Action<T1, T2, T3, T4> action, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4>
        LoadStreamKernel<T1, T2, T3, T4>(
            this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4>
        LoadStreamKernel<T1, T2, T3, T4>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5>
        LoadStreamKernel<T1, T2, T3, T4, T5>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5>
        LoadStreamKernel<T1, T2, T3, T4, T5>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4, T5>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5>
        LoadStreamKernel<T1, T2, T3, T4, T5>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5>
        LoadStreamKernel<T1, T2, T3, T4, T5>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4, T5>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        kernelInfo = InfoOf(accelerator, null);
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8,
                T9> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9,
                T10> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
                T11> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11,
                T12> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12,
                T13> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            CPUAccelerator.From(accelerator), action, default).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13,
                T14> action, KernelSpecialization specialization)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }

    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
        LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            this Accelerator accelerator, Action<
                T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13,
                T14> action, KernelSpecialization specialization, out KernelInfo? kernelInfo)
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
        return new ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
            CPUAccelerator.From(accelerator), action, specialization).LaunchOnDefaultStream;
    }
}
