using System.Collections.Immutable;

namespace ILGPU.Runtime.Cuda;

public sealed class CudaCapabilityContext : CapabilityContext
{
    private CudaCapabilityContext()
    {
    }

    public CudaArchitecture TargetArchitecture => default;
}

/// <summary>Here so that host code compiles: no context of the stand-in lists one.</summary>
public sealed class CudaDevice : Device
{
    private CudaDevice()
    {
    }

    public override AcceleratorType AcceleratorType => AcceleratorType.Cuda;

    public int DeviceId => 0;

    public CudaArchitecture? Architecture => null;

    public CudaInstructionSet? InstructionSet => null;

    public CudaDriverVersion DriverVersion => default;

    public int ClockRate => 0;

    public int MemoryClockRate => 0;

    public int MemoryBusWidth => 0;

    public int L2CacheSize => 0;

    public int MaxSharedMemoryPerMultiprocessor => 0;

    public int TotalNumRegistersPerGroup => 0;

    public int TotalNumRegistersPerMultiprocessor => 0;

    public static ImmutableArray<Device> GetDevices(Predicate<CudaDevice> predicate) => [];

    public override Accelerator CreateAccelerator(Context context) => CreateCudaAccelerator(context);

    public CudaAccelerator CreateCudaAccelerator(Context context) =>
        throw new NotSupportedException("The ILGPU stand-in has no CUDA devices.");
}

public sealed class CudaDeviceOverride
{
    private CudaDeviceOverride(CudaDevice device) => Device = device;

    public CudaDevice Device { get; }

    public CudaInstructionSet? InstructionSet { get; set; }
}

public static class CudaContextExtensions
{
    public static Context.Builder Cuda(this Context.Builder builder) => builder;

    public static Context.Builder Cuda(this Context.Builder builder, Action<CudaDeviceOverride> configure) => builder;

    public static Context.Builder Cuda(this Context.Builder builder, Predicate<CudaDevice> predicate) => builder;

    public static CudaDevice GetCudaDevice(this Context context, int cudaDeviceIndex) =>
        context.GetDevice<CudaDevice>(cudaDeviceIndex);

    public static Context.DeviceCollection<CudaDevice> GetCudaDevices(this Context context) =>
        context.GetDevices<CudaDevice>();

    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context);
}
