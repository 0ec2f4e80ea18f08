using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Devices.Cpu;

namespace YolactGpu.Kernels;

/// <summary>
/// Loads kernels for ILGPU's CPU accelerator, among them those that only it can run, because they call methods of the processor marked
/// <see cref="ILGPU.Frontend.ExternalAttribute"/>. Groups of one: the threads of a larger group meet at a barrier after every group, which
/// costs more than most kernels do. Launches on a <see cref="RecordingStream"/> are written down.
/// </summary>
internal static class CpuKernelLoading
{
    /// <summary>Loads a kernel of 1 argument behind its index, whose launches are never written down.</summary>
    public static Action<AcceleratorStream, Index1D, T1> LoadUnrecorded<T1>(this Accelerator accelerator, Action<Index1D, T1> kernel)
        where T1 : struct => accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);

    /// <summary>Loads a kernel of 2 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2> LoadForCpu<T1, T2>(
        this Accelerator accelerator, Action<Index1D, T1, T2> kernel)
        where T1 : struct
        where T2 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2);
            }
            else
            {
                launch(stream, count, a1, a2);
            }
        };
    }

    /// <summary>Loads a kernel of 3 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3> LoadForCpu<T1, T2, T3>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3);
            }
            else
            {
                launch(stream, count, a1, a2, a3);
            }
        };
    }

    /// <summary>Loads a kernel of 4 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4> LoadForCpu<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4);
            }
        };
    }

    /// <summary>Loads a kernel of 5 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5> LoadForCpu<T1, T2, T3, T4, T5>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4, a5) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4, a5);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4, a5);
            }
        };
    }

    /// <summary>Loads a kernel of 6 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6> LoadForCpu<T1, T2, T3, T4, T5, T6>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4, a5, a6) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4, a5, a6);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4, a5, a6);
            }
        };
    }

    /// <summary>Loads a kernel of 7 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7> LoadForCpu<T1, T2, T3, T4, T5, T6, T7>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4, a5, a6, a7) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4, a5, a6, a7);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4, a5, a6, a7);
            }
        };
    }

    /// <summary>Loads a kernel of 8 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8> LoadForCpu<T1, T2, T3, T4, T5, T6, T7, T8>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8> kernel)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4, a5, a6, a7, a8) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4, a5, a6, a7, a8);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4, a5, a6, a7, a8);
            }
        };
    }

    /// <summary>Loads a kernel of 9 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadForCpu<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        this Accelerator accelerator, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel)
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
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4, a5, a6, a7, a8, a9) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4, a5, a6, a7, a8, a9);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4, a5, a6, a7, a8, a9);
            }
        };
    }

    /// <summary>Loads a kernel of 10 arguments behind its index.</summary>
    public static Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadForCpu<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
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
        where T10 : struct
    {
        Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> launch = accelerator.Require().LoadImplicitlyGroupedKernel(kernel, 1);
        return (stream, count, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10) =>
        {
            if (stream is RecordingStream recording)
            {
                Record(recording, kernel, count, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);
            }
            else
            {
                launch(stream, count, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);
            }
        };
    }

    private static Accelerator Require(this Accelerator accelerator) =>
        accelerator.AcceleratorType == AcceleratorType.CPU
            ? accelerator
            : throw new NotSupportedException(
                $"{accelerator.Name} is a {accelerator.AcceleratorType} device; kernels of the processor's vectors need the CPU accelerator.");

    private static void Record<T1, T2>(
        RecordingStream stream, Action<Index1D, T1, T2> kernel, Index1D count, T1 a1, T2 a2) =>
        stream.Add(count, index => kernel(index, a1, a2));

    private static void Record<T1, T2, T3>(
        RecordingStream stream, Action<Index1D, T1, T2, T3> kernel, Index1D count, T1 a1, T2 a2, T3 a3) =>
        stream.Add(count, index => kernel(index, a1, a2, a3));

    private static void Record<T1, T2, T3, T4>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4));

    private static void Record<T1, T2, T3, T4, T5>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4, T5> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4, a5));

    private static void Record<T1, T2, T3, T4, T5, T6>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4, T5, T6> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4, a5, a6));

    private static void Record<T1, T2, T3, T4, T5, T6, T7>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4, a5, a6, a7));

    private static void Record<T1, T2, T3, T4, T5, T6, T7, T8>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4, a5, a6, a7, a8));

    private static void Record<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4, a5, a6, a7, a8, a9));

    private static void Record<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        RecordingStream stream, Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel, Index1D count, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9, T10 a10) =>
        stream.Add(count, index => kernel(index, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10));
}
