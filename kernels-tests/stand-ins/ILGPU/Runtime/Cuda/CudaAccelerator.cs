using ILGPU.Execution;

namespace ILGPU.Runtime.Cuda;

public enum StreamFlags
{
    CU_STREAM_DEFAULT = 0,
    CU_STREAM_NON_BLOCKING = 1,
}

/// <summary>Here so that host code compiles; there is no way to make one.</summary>
public sealed class CudaAccelerator : Accelerator
{
    private CudaAccelerator(Context context, CudaDevice device)
        : base(context, device) => Device = device;

    public new CudaDevice Device { get; }

    public new CudaCapabilityContext Capabilities => throw Absent();

    public int DeviceId => Device.DeviceId;

    public CudaArchitecture Architecture => Device.Architecture ?? default;

    public CudaInstructionSet InstructionSet => Device.InstructionSet ?? default;

    public CudaDriverVersion DriverVersion => Device.DriverVersion;

    public int ClockRate => Device.ClockRate;

    public int MemoryClockRate => Device.MemoryClockRate;

    public int MemoryBusWidth => Device.MemoryBusWidth;

    public int L2CacheSize => Device.L2CacheSize;

    public int MaxSharedMemoryPerMultiprocessor => Device.MaxSharedMemoryPerMultiprocessor;

    public long GetFreeMemory() => throw Absent();

    public CudaStream CreateStream(IntPtr ptr, bool responsible) => throw Absent();

    public CudaStream CreateStream(StreamFlags flag) => throw Absent();

    private protected override AcceleratorStream CreateStreamInternal() => throw Absent();

    private protected override void SynchronizeInternal() => throw Absent();

    private protected override DeviceMemory Allocate(long length, int elementSize) => throw Absent();

    private protected override void DisposeAccelerator()
    {
    }

    private static NotSupportedException Absent() => new("The ILGPU stand-in has no CUDA devices.");
}

/// <summary>Here so that host code compiles; there is no way to make one.</summary>
public sealed class CudaStream : AcceleratorStream
{
    private CudaStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    public IntPtr StreamPtr => IntPtr.Zero;

    public override void Synchronize()
    {
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }

    protected override ProfilingMarker AddProfilingMarkerInternal() =>
        throw new NotSupportedException("The ILGPU stand-in has no CUDA devices.");
}

/// <summary>Here so that host code compiles; there is no way to make one.</summary>
public sealed class CudaKernel : Kernel
{
    private CudaKernel(Accelerator accelerator)
        : base(accelerator, default)
    {
    }

    public IntPtr ModulePtr => IntPtr.Zero;

    public IntPtr FunctionPtr => IntPtr.Zero;
}

public sealed class CudaException : AcceleratorException
{
    public CudaException()
    {
    }

    public CudaException(string message)
        : base(message)
    {
    }

    public CudaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public override AcceleratorType AcceleratorType => AcceleratorType.Cuda;
}
