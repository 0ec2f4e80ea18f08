using System.CommandLine;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Spectre.Console;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact devices: what ILGPU sees, and why something is missing.</summary>
internal static class DevicesCommand
{
    private const double GiB = 1L << 30;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Command command = new("devices", "List the devices that can be used, their limits and drivers.");
        command.SetAction(_ => ExitCodes.Run(Run));
        return command;
    }

    private static int Run()
    {
        using Context context = DeviceContext.Create();
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("--device", "Name");
        foreach (string header in new[] { "GiB", "Units", "Group", "Shared KiB" })
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        foreach ((string request, Device device) in DeviceRequest.List(context))
        {
            bool isCpu = device.AcceleratorType == AcceleratorType.CPU;
            table.AddRow(
                request,
                Markup.Escape(DeviceDescription.Of(device)),
                (DeviceDescription.MemorySizeOf(device) / GiB).ToString("0.0", CultureInfo.InvariantCulture),
                device.NumMultiprocessors.ToString(CultureInfo.InvariantCulture),
                isCpu ? "-" : device.MaxNumThreadsPerGroup.ToString(CultureInfo.InvariantCulture),
                isCpu ? "-" : (device.MaxSharedMemoryPerGroup / 1024).ToString(CultureInfo.InvariantCulture));
        }

        Terminal.Output().Write(table);
        Console.Out.WriteLine("Units: multiprocessors, or threads of the CPU. Group: threads that share memory, and how much.");
        foreach ((string request, Device device) in DeviceRequest.List(context))
        {
            if (Explain(device) is { } line)
            {
                Console.Out.WriteLine($"{request}: {line}");
            }
        }

        foreach (DriverLibrary driver in NativeDrivers.Find())
        {
            AcceleratorType type = driver.Api == "CUDA" ? AcceleratorType.Cuda : AcceleratorType.OpenCL;
            Console.Out.WriteLine(Explain(driver, context.Devices.Any(device => device.AcceleratorType == type)));
        }

        Console.Out.WriteLine($"auto takes {DeviceDescription.Of(new DeviceRequest(null, 0).Find(context))}.");
        return ExitCodes.Ok;
    }

    private static string? Explain(Device device) => device switch
    {
        CudaDevice cuda => $"compute capability {cuda.Architecture}, driver for CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}.",
        CLDevice opencl => $"{opencl.VendorName}, platform {opencl.PlatformName}.",
        _ => null,
    };

    private static string Explain(DriverLibrary driver, bool isListed) => (driver.IsPresent, isListed) switch
    {
        (true, true) when driver.Api == "CUDA" => $"CUDA: driver library {driver.Library}; CUDA graphs: {NativeDrivers.CudaGraphRefusal() ?? "yes"}.",
        (true, true) => $"{driver.Api}: driver library {driver.Library}.",
        (true, false) => $"{driver.Api}: driver library {driver.Library} is there, but it offers no device that ILGPU can use"
            + (driver.Api == "OpenCL" ? " (ILGPU needs OpenCL C 2.0 or newer with generic address space)." : "."),
        _ => $"{driver.Api}: no driver library ({driver.Library}); install the graphics card's driver to use such a device.",
    };
}
