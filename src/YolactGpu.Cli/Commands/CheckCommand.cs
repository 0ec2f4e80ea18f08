using System.CommandLine;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Checking;
using YolactGpu.Data;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact check: whether a device computes what it must, the first thing to be run on a new one.</summary>
internal sealed class CheckCommand
{
    /// <summary>Failures of one check that are printed; --json has all.</summary>
    private const int MostFailures = 10;

    private readonly ModelOptions model = new();
    private readonly Option<InputShape?> size = ModelOptions.SizeOption();
    private readonly Option<bool> json = new("--json") { Description = "Print one line of JSON per check." };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        CheckCommand check = new();
        Command command = new("check", "Check that a device computes what it must: all networks' layers against plain kernels on the CPU.")
        {
            check.size, check.json,
        };
        check.model.AddDeviceTo(command);
        check.model.AddRunTo(command);
        command.SetAction(parsed => ExitCodes.Run(() => check.Run(parsed)));
        return command;
    }

    private static string NameOf(DeviceRequest request, bool lists)
    {
        using Context context = DeviceContext.Create();
        Device chosen = request.Find(context);
        foreach ((string name, Device device) in lists ? DeviceRequest.List(context) : [])
        {
            Console.Out.WriteLine($"{name}: {DeviceDescription.Of(device)}");
        }

        return DeviceDescription.Of(chosen);
    }

    private static void Write(CheckResult result)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(result.Passed ? "ok    " : "FAILED")} {result.Config,-26} {result.Precision,-14} {result.Part,-8}{result.Compared,5} compared, error {result.LargestError:0.0e-0} of {result.Limit:0.0e-0}"));
        foreach (string failure in result.Failures.Take(MostFailures))
        {
            Console.Out.WriteLine($"       {OneLine.Of(failure)}");
        }

        if (result.Failures.Count > MostFailures)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       and {result.Failures.Count - MostFailures} more"));
        }
    }

    private int Run(ParseResult parsed)
    {
        using Interruption interruption = new();
        bool isJson = parsed.GetValue(json);
        CheckOptions options = new()
        {
            Device = model.Device(parsed),
            CpuWorkers = model.Workers(parsed),
            TuningCache = model.TuningCache(parsed),
            CudaGraph = model.UsesCudaGraph(parsed),
        };
        options = options with
        {
            Configs = model.Config(parsed) is YolactConfig config ? [config] : options.Configs,
            InputSize = parsed.GetValue(size) ?? options.InputSize,
        };
        string device = NameOf(options.Device, lists: !isJson);
        int failures = 0;
        int checks = 0;
        SortedSet<string> kernels = new(StringComparer.Ordinal);
        try
        {
            foreach (CheckResult result in DeviceCheck.Run(options, interruption.Token))
            {
                checks++;
                failures += result.Passed ? 0 : 1;
                kernels.UnionWith(result.Kernels);
                if (isJson)
                {
                    Console.Out.WriteLine(result.ToJson());
                }
                else
                {
                    Write(result);
                }
            }
        }
        catch (OperationCanceledException)
        {
            ExitCodes.Report(string.Create(CultureInfo.InvariantCulture, $"interrupted; {checks} checks are done, {failures} of them failed"));
            return ExitCodes.Interrupted;
        }

        if (!isJson)
        {
            Console.Out.WriteLine($"Kernels: {string.Join("; ", kernels)}.");
            Console.Out.WriteLine(OneLine.Of(string.Create(
                CultureInfo.InvariantCulture, $"{checks - failures} of {checks} checks passed on {device}.")));
        }

        return failures == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
