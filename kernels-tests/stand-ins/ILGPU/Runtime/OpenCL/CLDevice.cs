using System.Collections.Immutable;
using ILGPU.Execution;

namespace ILGPU.Runtime.OpenCL;

public enum CLDeviceVendor
{
    AMD = 0,
    Intel = 1,
    Nvidia = 2,
    Other = 3,
}

[Flags]
public enum CLDeviceType
{
    CL_DEVICE_TYPE_DEFAULT = 1,
    CL_DEVICE_TYPE_CPU = 2,
    CL_DEVICE_TYPE_GPU = 4,
    CL_DEVICE_TYPE_ACCELERATOR = 8,
    CL_DEVICE_TYPE_CUSTOM = 16,
    CL_DEVICE_TYPE_ALL = -1,
}

public sealed class CLCapabilityContext : CapabilityContext
{
    private CLCapabilityContext()
    {
    }

    public bool Float16 => false;

    public bool Float64 => false;

    public bool GenericAddressSpace => false;

    public bool Int64_Atomics => false;

    public bool SubGroups => false;
}

/// <summary>Here so that host code compiles: no context of the stand-in lists one.</summary>
public sealed class CLDevice : Device
{
    private CLDevice()
    {
    }

    public override AcceleratorType AcceleratorType => AcceleratorType.OpenCL;

    public string PlatformName => string.Empty;

    public string PlatformVersion => string.Empty;

    public string VendorName => string.Empty;

    public CLDeviceType DeviceType => CLDeviceType.CL_DEVICE_TYPE_DEFAULT;

    public CLDeviceVendor Vendor => CLDeviceVendor.Other;

    public int ClockRate => 0;

    public ImmutableArray<string> Extensions => [];

    public new CLCapabilityContext Capabilities =>
        throw new NotSupportedException("The ILGPU stand-in has no OpenCL devices.");

    public static ImmutableArray<Device> GetDevices(Predicate<CLDevice> predicate) => [];

    public override Accelerator CreateAccelerator(Context context) => CreateCLAccelerator(context);

    public CLAccelerator CreateCLAccelerator(Context context) =>
        throw new NotSupportedException("The ILGPU stand-in has no OpenCL devices.");
}

/// <summary>Here so that host code compiles; there is no way to make one.</summary>
public sealed class CLAccelerator : Accelerator
{
    private CLAccelerator(Context context, CLDevice device)
        : base(context, device) => Device = device;

    public new CLDevice Device { get; }

    public new CLCapabilityContext Capabilities => Device.Capabilities;

    public CLDeviceVendor Vendor => Device.Vendor;

    public CLDeviceType DeviceType => Device.DeviceType;

    private protected override AcceleratorStream CreateStreamInternal() => throw Absent();

    private protected override void SynchronizeInternal() => throw Absent();

    private protected override DeviceMemory Allocate(long length, int elementSize) => throw Absent();

    private protected override void DisposeAccelerator()
    {
    }

    private static NotSupportedException Absent() => new("The ILGPU stand-in has no OpenCL devices.");
}

public sealed class CLException : AcceleratorException
{
    public CLException()
    {
    }

    public CLException(string message)
        : base(message)
    {
    }

    public CLException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public override AcceleratorType AcceleratorType => AcceleratorType.OpenCL;
}

public static class CLContextExtensions
{
    public static Context.Builder OpenCL(this Context.Builder builder) => builder;

    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate) => builder;

    public static CLDevice GetCLDevice(this Context context, int clDeviceIndex) =>
        context.GetDevice<CLDevice>(clDeviceIndex);

    public static Context.DeviceCollection<CLDevice> GetCLDevices(this Context context) =>
        context.GetDevices<CLDevice>();

    public static CLAccelerator CreateCLAccelerator(this Context context, int clDeviceIndex) =>
        context.GetCLDevice(clDeviceIndex).CreateCLAccelerator(context);
}
