// Written by generate.py.
#nullable enable
using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

internal sealed unsafe class ImplicitKernel<TIndex, T1>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
{
    private readonly Action<TIndex, T1> kernel;
    private readonly delegate*<TIndex, T1, void> code;
    private T1 value1;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<TIndex, T1> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, TIndex extent, T1 arg1)
    {
        ImplicitKernel<TIndex, T1> launch =
            (ImplicitKernel<TIndex, T1>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1) =>
        Launch(Accelerator.DefaultStream, extent, arg1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1);
            }
            else
            {
                kernel(cursor.Current, arg1);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
{
    private readonly Action<TIndex, T1, T2> kernel;
    private readonly delegate*<TIndex, T1, T2, void> code;
    private T1 value1;
    private T2 value2;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<TIndex, T1, T2> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, TIndex extent, T1 arg1, T2 arg2)
    {
        ImplicitKernel<TIndex, T1, T2> launch =
            (ImplicitKernel<TIndex, T1, T2>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1, T2 arg2) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
    where T3 : struct
{
    private readonly Action<TIndex, T1, T2, T3> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<TIndex, T1, T2, T3> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, TIndex extent, T1 arg1, T2 arg2, T3 arg3)
    {
        ImplicitKernel<TIndex, T1, T2, T3> launch =
            (ImplicitKernel<TIndex, T1, T2, T3>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1, T2 arg2, T3 arg3) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<TIndex, T1, T2, T3, T4> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5, arg6);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>
    : ImplicitKernel<TIndex>
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
{
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.value9 = arg9;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        T9 arg9 = value9;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;
    private T10 value10;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.value9 = arg9;
        launch.value10 = arg10;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        T9 arg9 = value9;
        T10 arg10 = value10;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;
    private T10 value10;
    private T11 value11;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.value9 = arg9;
        launch.value10 = arg10;
        launch.value11 = arg11;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11) =>
        Launch(Accelerator.DefaultStream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        T9 arg9 = value9;
        T10 arg10 = value10;
        T11 arg11 = value11;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;
    private T10 value10;
    private T11 value11;
    private T12 value12;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.value9 = arg9;
        launch.value10 = arg10;
        launch.value11 = arg11;
        launch.value12 = arg12;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12) =>
        Launch(Accelerator.DefaultStream, 
            extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        T9 arg9 = value9;
        T10 arg10 = value10;
        T11 arg11 = value11;
        T12 arg12 = value12;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);
            }
            else
            {
                kernel(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;
    private T10 value10;
    private T11 value11;
    private T12 value12;
    private T13 value13;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.value9 = arg9;
        launch.value10 = arg10;
        launch.value11 = arg11;
        launch.value12 = arg12;
        launch.value13 = arg13;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13) =>
        Launch(Accelerator.DefaultStream, 
            extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        T9 arg9 = value9;
        T10 arg10 = value10;
        T11 arg11 = value11;
        T12 arg12 = value12;
        T13 arg13 = value13;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);
            }
            else
            {
                kernel(
                    cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);
            }

            cursor.MoveNext();
        }
    }
}

internal sealed unsafe class ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
    : ImplicitKernel<TIndex>
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
    private readonly Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> kernel;
    private readonly delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;
    private T10 value10;
    private T11 value11;
    private T12 value12;
    private T13 value13;
    private T14 value14;

    public ImplicitKernel(
        CPUAccelerator accelerator, Action<
            TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13,
            T14> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13, T14 arg14)
    {
        ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> launch =
            (ImplicitKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>)Begin(stream, extent);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.value8 = arg8;
        launch.value9 = arg9;
        launch.value10 = arg10;
        launch.value11 = arg11;
        launch.value12 = arg12;
        launch.value13 = arg13;
        launch.value14 = arg14;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13, T14 arg14) =>
        Launch(Accelerator.DefaultStream, 
            extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(long begin, long end, Lane lane)
    {
        IndexCursor<TIndex> cursor = Start(begin, lane);
        T1 arg1 = value1;
        T2 arg2 = value2;
        T3 arg3 = value3;
        T4 arg4 = value4;
        T5 arg5 = value5;
        T6 arg6 = value6;
        T7 arg7 = value7;
        T8 arg8 = value8;
        T9 arg9 = value9;
        T10 arg10 = value10;
        T11 arg11 = value11;
        T12 arg12 = value12;
        T13 arg13 = value13;
        T14 arg14 = value14;
        for (long i = begin; i < end; i++)
        {
            lane.NextImplicit(i);
            if (code != null)
            {
                code(
                    cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13,
                    arg14);
            }
            else
            {
                kernel(
                    cursor.Current, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13,
                    arg14);
            }

            cursor.MoveNext();
        }
    }
}
