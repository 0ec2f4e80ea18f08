using System.CommandLine;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;

namespace YolactGpu.Cli.Commands;

/// <summary>Options that choose a model and a device, shared by the commands.</summary>
internal sealed class ModelOptions
{
    /// <summary>The name that stands for weights from the formula.</summary>
    public const string FormulaName = "formula";

    private readonly Option<string> config = new("--config")
    {
        Description = $"Configuration; recognised from the weights where not given. One of {string.Join(", ", YolactConfigs.All.Select(c => c.Name))}.",
    };

    private readonly Option<string> device = new("--device")
    {
        Description = "auto, cpu, cuda, cuda:N, opencl or opencl:N. A device that is named and absent is an error.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int?> workers = new("--workers") { Description = "Threads of the CPU device; all cores where not given." };

    public ModelOptions()
    {
        config.AcceptOnlyFromAmong([.. YolactConfigs.All.Select(candidate => candidate.Name)]);
        device.Validators.Add(result =>
        {
            try
            {
                DeviceRequest.Parse(result.GetValueOrDefault<string>()!);
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
            }
        });
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--workers must be 1 or more.");
            }
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(config);
        command.Options.Add(device);
        command.Options.Add(workers);
    }

    /// <summary>Gives the configuration that was named, or null.</summary>
    public YolactConfig? Config(ParseResult parsed) =>
        parsed.GetValue(config) is { } name ? YolactConfigs.Get(name) : null;

    /// <summary>Gives the device that was named.</summary>
    public DeviceRequest Device(ParseResult parsed) => DeviceRequest.Parse(parsed.GetValue(device)!);

    /// <summary>Gives the number of CPU threads, or null.</summary>
    public int? Workers(ParseResult parsed) => parsed.GetValue(workers);

    /// <summary>Creates a detector from weights or from the formula.</summary>
    public YolactDetector CreateDetector(ParseResult parsed, string weights, YolactDetectorOptions options)
    {
        options = options with { Config = Config(parsed), Device = Device(parsed).ToString(), CpuWorkers = Workers(parsed) };
        return weights == FormulaName
            ? YolactDetector.CreateWithFormulaWeights(options)
            : YolactDetector.Create(weights, options);
    }
}
