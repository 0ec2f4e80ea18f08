using System.CommandLine;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using Spectre.Console;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact devices: what ILGPU sees, and why something is missing.</summary>
internal static class DevicesCommand
{
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
        foreach (string header in new[] { "Memory GiB", "Processors", "Group max", "Shared KiB" })
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        foreach ((string request, Device device) in DeviceRequest.List(context))
        {
            bool isCpu = device.AcceleratorType == AcceleratorType.CPU;
            long memory = isCpu ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : device.MemorySize;
            table.AddRow(
                request,
                Markup.Escape(device.Name),
                (memory / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture),
                device.NumMultiprocessors.ToString(CultureInfo.InvariantCulture),
                device.MaxNumThreadsPerGroup.ToString(CultureInfo.InvariantCulture),
                isCpu ? "-" : (device.MaxSharedMemoryPerGroup / 1024).ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        foreach (DriverLibrary driver in NativeDrivers.Find())
        {
            bool listed = context.Devices.Any(device =>
                device.AcceleratorType == (driver.Api == "CUDA" ? AcceleratorType.Cuda : AcceleratorType.OpenCL));
            AnsiConsole.WriteLine(Explain(driver, listed));
        }

        AnsiConsole.WriteLine($"auto takes {new DeviceRequest(null, 0).Find(context).Name}.");
        return ExitCodes.Ok;
    }

    private static string Explain(DriverLibrary driver, bool listed) => (driver.IsPresent, listed) switch
    {
        (true, true) => $"{driver.Api}: driver library {driver.Library}.",
        (true, false) => $"{driver.Api}: driver library {driver.Library} is there, but it offers no device that ILGPU can use"
            + (driver.Api == "OpenCL" ? " (ILGPU needs OpenCL C 2.0 or newer with generic address space)." : "."),
        _ => $"{driver.Api}: no driver library ({driver.Library}); install the graphics card's driver to use such a device.",
    };
}
