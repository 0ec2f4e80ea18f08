// Written by generate.py.
#nullable enable
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

internal sealed unsafe class ExplicitKernel<T1>
    : ExplicitKernel
    where T1 : struct
{
    private readonly Action<T1> kernel;
    private readonly delegate*<T1, void> code;
    private T1 value1;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1)
    {
        ExplicitKernel<T1> launch =
            (ExplicitKernel<T1>)Begin(stream, config);
        launch.value1 = arg1;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(KernelConfig config, T1 arg1) =>
        Launch(Accelerator.DefaultStream, config, arg1);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1);
        }
        else
        {
            kernel(value1);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
{
    private readonly Action<T1, T2> kernel;
    private readonly delegate*<T1, T2, void> code;
    private T1 value1;
    private T2 value2;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2)
    {
        ExplicitKernel<T1, T2> launch =
            (ExplicitKernel<T1, T2>)Begin(stream, config);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(KernelConfig config, T1 arg1, T2 arg2) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2);
        }
        else
        {
            kernel(value1, value2);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
{
    private readonly Action<T1, T2, T3> kernel;
    private readonly delegate*<T1, T2, T3, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2, T3> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3)
    {
        ExplicitKernel<T1, T2, T3> launch =
            (ExplicitKernel<T1, T2, T3>)Begin(stream, config);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(KernelConfig config, T1 arg1, T2 arg2, T3 arg3) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3);
        }
        else
        {
            kernel(value1, value2, value3);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
{
    private readonly Action<T1, T2, T3, T4> kernel;
    private readonly delegate*<T1, T2, T3, T4, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2, T3, T4> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        ExplicitKernel<T1, T2, T3, T4> launch =
            (ExplicitKernel<T1, T2, T3, T4>)Begin(stream, config);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4);
        }
        else
        {
            kernel(value1, value2, value3, value4);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
{
    private readonly Action<T1, T2, T3, T4, T5> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2, T3, T4, T5> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    {
        ExplicitKernel<T1, T2, T3, T4, T5> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5>)Begin(stream, config);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2, T3, T4, T5, T6> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6>)Begin(stream, config);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5, arg6);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7>)Begin(stream, config);
        launch.value1 = arg1;
        launch.value2 = arg2;
        launch.value3 = arg3;
        launch.value4 = arg4;
        launch.value5 = arg5;
        launch.value6 = arg6;
        launch.value7 = arg7;
        launch.Submit(stream);
    }

    public void LaunchOnDefaultStream(
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6, value7);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6, value7);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8>
    : ExplicitKernel
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
    where T5 : struct
    where T6 : struct
    where T7 : struct
    where T8 : struct
{
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6, value7, value8);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6, value7, value8);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>
    : ExplicitKernel
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
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, void> code;
    private T1 value1;
    private T2 value2;
    private T3 value3;
    private T4 value4;
    private T5 value5;
    private T6 value6;
    private T7 value7;
    private T8 value8;
    private T9 value9;

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<
            T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6, value7, value8, value9);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6, value7, value8, value9);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
    : ExplicitKernel
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
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, void> code;
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

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<
            T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9,
        T10 arg10) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6, value7, value8, value9, value10);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6, value7, value8, value9, value10);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
    : ExplicitKernel
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
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, void> code;
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

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<
            T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11) =>
        Launch(Accelerator.DefaultStream, config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
    : ExplicitKernel
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
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, void> code;
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

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<
            T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12) =>
        Launch(Accelerator.DefaultStream, 
            config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);

    public override void Invoke()
    {
        if (code != null)
        {
            code(value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11, value12);
        }
        else
        {
            kernel(value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11, value12);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
    : ExplicitKernel
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
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, void> code;
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

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<
            T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13) =>
        Launch(Accelerator.DefaultStream, 
            config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);

    public override void Invoke()
    {
        if (code != null)
        {
            code(
                value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11, value12,
                value13);
        }
        else
        {
            kernel(
                value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11, value12,
                value13);
        }
    }
}

internal sealed unsafe class ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
    : ExplicitKernel
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
    private readonly Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> kernel;
    private readonly delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, void> code;
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

    public ExplicitKernel(
        CPUAccelerator accelerator, Action<
            T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        this.kernel = kernel;
        code = (delegate*<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, void>)EntryOf(kernel);
    }

    public void Launch(AcceleratorStream stream, 
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13, T14 arg14)
    {
        ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> launch =
            (ExplicitKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>)Begin(stream, config);
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
        KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10,
        T11 arg11, T12 arg12, T13 arg13, T14 arg14) =>
        Launch(Accelerator.DefaultStream, 
            config, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);

    public override void Invoke()
    {
        if (code != null)
        {
            code(
                value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11, value12,
                value13, value14);
        }
        else
        {
            kernel(
                value1, value2, value3, value4, value5, value6, value7, value8, value9, value10, value11, value12,
                value13, value14);
        }
    }
}
