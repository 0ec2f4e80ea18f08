using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Tests.Support;

/// <summary>Runs a fixture once on every accelerator that this machine has; see <see cref="Accelerators"/>.</summary>
[TestFixtureSource(typeof(Accelerators), nameof(Accelerators.Present))]
public abstract class AcceleratorFixture(string device)
{
    private Context context = null!;

    protected Accelerator Accelerator { get; private set; } = null!;

    protected AcceleratorStream Stream => Accelerator.DefaultStream;

    [OneTimeSetUp]
    public void CreateAccelerator() => (context, Accelerator) = Accelerators.Create(device);

    [OneTimeTearDown]
    public void DisposeAccelerator()
    {
        Accelerator?.Dispose();
        context?.Dispose();
    }

    /// <summary>A device buffer of these values.</summary>
    protected MemoryBuffer1D<T, Stride1D.Dense> Upload<T>(T[] values)
        where T : unmanaged => Accelerator.Allocate1D(values);

    /// <summary>A device buffer whose every byte is 0xFF, so that what a kernel forgets to write is a NaN or −1.</summary>
    protected MemoryBuffer1D<T, Stride1D.Dense> Poisoned<T>(long length)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = Accelerator.Allocate1D<T>(length);
        buffer.MemSet(0xFF);
        Accelerator.Synchronize();
        return buffer;
    }
}

/// <summary>
/// The accelerators that tests run on: "cpu" and each CUDA and OpenCL device present; on the ILGPU stand-in also
/// "strict", its CPU accelerator with memory poisoned, accesses checked and launches deferred (a context with assertions).
/// </summary>
public static class Accelerators
{
    public static IEnumerable<string> Present()
    {
        using Context context = DeviceContext.Create();
        List<string> names = ["cpu"];
        if (Packages.IlgpuIsStandIn)
        {
            names.Add("strict");
        }

        names.AddRange(context.Devices
            .Where(device => device.AcceleratorType != AcceleratorType.CPU)
            .Select((device, index) => $"{device.AcceleratorType}:{index}:{device.Name}"));
        return names;
    }

    public static (Context Context, Accelerator Accelerator) Create(string name)
    {
        Context context = name == "strict"
            ? Context.Create(builder => builder.EnableAlgorithms().Assertions().Default())
            : DeviceContext.Create();
        Device device = name is "cpu" or "strict"
            ? context.Devices.First(candidate => candidate.AcceleratorType == AcceleratorType.CPU)
            : context.Devices
                .Where(candidate => candidate.AcceleratorType != AcceleratorType.CPU)
                .ElementAt(int.Parse(name.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        return (context, device.CreateAccelerator(context));
    }
}
