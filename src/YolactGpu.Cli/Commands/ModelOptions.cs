using System.CommandLine;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;
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
        Description = $"Configuration, where the weights do not tell it: {string.Join(", ", YolactConfigs.All.Select(config => config.Name))}.",
        HelpName = "name",
    };

    private readonly Option<string> device = new("--device")
    {
        Description = "auto, cpu, cuda, cuda:N, opencl or opencl:N. A device that is named and absent is an error.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int?> workers = new("--workers") { Description = "Threads of the CPU device; all cores where not given." };

    private readonly Option<string> precision = new("--precision")
    {
        Description = $"How exactly convolutions multiply: {string.Join(", ", Enum.GetNames<ConvolutionPrecision>())}. "
            + "The latter two need the tensor cores of a CUDA device.",
        DefaultValueFactory = _ => nameof(ConvolutionPrecision.Float32),
    };

    private readonly Option<string> tuningCache = new("--tuning-cache")
    {
        Description = "File that keeps the fastest kernels of a GPU, which are measured once; off: choose by rule. The user's cache where not given.",
        HelpName = "file|off",
    };

    private readonly Option<bool> noCudaGraph = new("--no-cuda-graph")
    {
        Description = "Launch every kernel by itself on a CUDA device, instead of replaying the network as CUDA graphs.",
    };

    private readonly Option<bool> noWinograd = new("--no-winograd") { Description = "Compute every convolution as a plain sum: neither Winograd's nor Strassen's algorithm." };

    public ModelOptions()
    {
        tuningCache.Require(file => file.Length > 0, "--tuning-cache must name a file, or be off.");
        precision.Require(
            name => Enum.GetNames<ConvolutionPrecision>().Contains(name, StringComparer.OrdinalIgnoreCase),
            $"--precision must be one of {string.Join(", ", Enum.GetNames<ConvolutionPrecision>())}.");
        config.Require(
            name => YolactConfigs.All.Any(candidate => candidate.Name == name),
            $"--config must be one of {string.Join(", ", YolactConfigs.All.Select(candidate => candidate.Name))}.");
        device.Require(IsDevice, "--device must be auto, cpu, cuda, cuda:N, opencl or opencl:N.");
        workers.Require(count => count is >= 1 and <= 1024, "--workers must be 1 to 1024.");
    }

    /// <summary>Makes an option for the size of the network's input.</summary>
    public static Option<InputShape?> SizeOption()
    {
        Option<InputShape?> size = new("--size")
        {
            Description = "Size of the network's input in pixels, where not the configuration's: a side, or a width and height such as 800x448.",
            HelpName = "N|WxH",
        };
        size.Require(
            shape => shape is { Width: >= 32 and <= 4096, Height: >= 32 and <= 4096 }, "--size must be 32 to 4096, or two such numbers: 800x448.");
        return size;
    }

    /// <summary>Makes an option for a count.</summary>
    public static Option<int> CountOption(string name, string description, int value, int most)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Require(count => count >= 1 && count <= most, $"{name} must be 1 to {most}.");
        return option;
    }

    /// <summary>Adds the options that choose a configuration and a device to a command.</summary>
    public void AddDeviceTo(Command command)
    {
        command.Options.Add(config);
        command.Options.Add(device);
        command.Options.Add(workers);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        AddDeviceTo(command);
        command.Options.Add(precision);
        command.Options.Add(noWinograd);
    }

    /// <summary>Adds the options for commands that run a whole model.</summary>
    public void AddRunTo(Command command)
    {
        command.Options.Add(tuningCache);
        command.Options.Add(noCudaGraph);
    }

    /// <summary>Gives the file of kernels' times that was named, or null.</summary>
    public string? TuningCache(ParseResult parsed) => parsed.GetValue(tuningCache);

    /// <summary>Gives the configuration that was named, or null.</summary>
    public YolactConfig? Config(ParseResult parsed) =>
        parsed.GetValue(config) is { } name ? YolactConfigs.Get(name) : null;

    /// <summary>Gives the device that was named.</summary>
    public DeviceRequest Device(ParseResult parsed) => DeviceRequest.Parse(parsed.GetValue(device)!);

    /// <summary>Gives the number of CPU threads, or null.</summary>
    public int? Workers(ParseResult parsed) => parsed.GetValue(workers);

    /// <summary>Gives the precision that was named.</summary>
    public ConvolutionPrecision Precision(ParseResult parsed) =>
        Enum.Parse<ConvolutionPrecision>(parsed.GetValue(precision)!, ignoreCase: true);

    /// <summary>Tells whether convolutions may use Winograd's and Strassen's algorithms.</summary>
    public bool AllowsWinograd(ParseResult parsed) => !parsed.GetValue(noWinograd);

    /// <summary>Tells whether the network may be replayed as CUDA graphs.</summary>
    public bool UsesCudaGraph(ParseResult parsed) => !parsed.GetValue(noCudaGraph);

    /// <summary>Gives the choices for compiling a plan.</summary>
    public CompileOptions Compile(ParseResult parsed) =>
        new() { Precision = Precision(parsed), AllowWinograd = AllowsWinograd(parsed) };

    /// <summary>Creates a detector from weights or from the formula.</summary>
    public YolactDetector CreateDetector(ParseResult parsed, string weights, YolactDetectorOptions options)
    {
        options = options with
        {
            Config = Config(parsed),
            Device = Device(parsed).ToString(),
            CpuWorkers = Workers(parsed),
            Precision = Precision(parsed),
            AllowWinograd = AllowsWinograd(parsed),
            TuningCache = TuningCache(parsed),
            CudaGraph = UsesCudaGraph(parsed),
        };
        return weights == FormulaName
            ? YolactDetector.CreateWithFormulaWeights(options)
            : YolactDetector.Create(weights, options);
    }

    private static bool IsDevice(string text)
    {
        try
        {
            DeviceRequest.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
