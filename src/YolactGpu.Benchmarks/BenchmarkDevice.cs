using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Benchmarks;

/// <summary>The device that kernels are measured on: the one that the variable YOLACTGPU_DEVICE names, the CPU unless told.</summary>
public sealed class BenchmarkDevice : IDisposable
{
    private const string Variable = "YOLACTGPU_DEVICE";

    private readonly Context context = DeviceContext.Create();

    /// <summary>Opens the device.</summary>
    public BenchmarkDevice()
    {
        string name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : "cpu";
        Accelerator = DeviceRequest.Parse(name).Find(context).CreateAccelerator(context);
        Kernels = new KernelCache(Accelerator);
    }

    /// <summary>Gets the device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Gets its kernels.</summary>
    public KernelCache Kernels { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }
}
