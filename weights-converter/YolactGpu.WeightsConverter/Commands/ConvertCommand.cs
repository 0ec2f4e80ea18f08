using System.CommandLine;
using System.CommandLine.Parsing;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;
using YolactGpu.WeightsConverter.Onnx;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>
/// convert IN OUT: writes the weights of IN as safetensors or, where OUT ends in .onnx, the network with them, and says
/// what else IN held.
/// </summary>
internal static class ConvertCommand
{
    private const string OnnxExtension = ".onnx";
    private const string Folded = "folded";
    private const string Kept = "kept";

    internal static Command Make(TextWriter output, TextWriter error)
    {
        Argument<string> input = new("IN")
        {
            Description = "A PyTorch checkpoint, a safetensors file or an ncnn .param with its .bin.",
        };
        Argument<string> target = new("OUT")
        {
            Description = "The file to write: ONNX where it ends in .onnx, else safetensors.",
        };
        Option<bool> force = new("--force") { Description = "Replace OUT if it is there." };
        Option<string> config = new("--config")
        {
            Description = "The configuration that IN is for, where IN does not tell it.",
        };
        Option<bool> half = new("--fp16") { Description = "safetensors: round floating-point tensors to 16 bits." };
        Option<string> batchNorm = new("--batch-norm")
        {
            Description = "ONNX: whether batch norms are folded into convolutions or kept.",
            DefaultValueFactory = _ => Folded,
        };
        batchNorm.AcceptOnlyFromAmong(Folded, Kept);
        Option<bool> dynamicBatch = new("--dynamic-batch")
        {
            Description = "ONNX: leave the number of images open; else it is 1.",
        };
        Option<int> inputSize = new("--input-size")
        {
            Description = "ONNX: side of the images in pixels; else that of the configuration.",
        };
        Command command = new("convert", "Write a checkpoint as safetensors or ONNX.")
        {
            input, target, force, config, half, batchNorm, dynamicBatch, inputSize,
        };
        command.Validators.Add(
            result => RefuseStrangeOptions(result, target, [half], [batchNorm, dynamicBatch, inputSize]));
        command.SetAction(parsed =>
        {
            ConversionTarget to = new(parsed.GetRequiredValue(target), parsed.GetValue(force));
            OnnxOptions onnx = new(
                parsed.GetValue(batchNorm) == Folded, parsed.GetValue(dynamicBatch), parsed.GetValue(inputSize));
            return Run(
                parsed.GetRequiredValue(input),
                to,
                parsed.GetValue(config),
                conversion => IsOnnx(to.Path)
                    ? OnnxConversion.Run(conversion, to, onnx)
                    : SafetensorsConversion.Run(conversion, to, parsed.GetValue(half)),
                output,
                error);
        });
        return command;
    }

    private static bool IsOnnx(string path) => path.EndsWith(OnnxExtension, StringComparison.OrdinalIgnoreCase);

    private static void RefuseStrangeOptions(
        CommandResult result, Argument<string> target, Option[] ofSafetensors, Option[] ofOnnx)
    {
        bool isOnnx = result.GetResult(target) is { Tokens: [Token token] } && IsOnnx(token.Value);
        foreach (Option option in isOnnx ? ofSafetensors : ofOnnx)
        {
            if (result.GetResult(option) is { Implicit: false })
            {
                result.AddError($"{option.Name} is for {(isOnnx ? "safetensors" : "ONNX")} only.");
            }
        }
    }

    private static int Run(
        string input,
        ConversionTarget target,
        string? configName,
        Func<Conversion, string> write,
        TextWriter output,
        TextWriter error)
    {
        using Checkpoint checkpoint = Checkpoint.Open(input);
        IReadOnlyList<string> sources = Checkpoint.FilesOf(checkpoint.Source);
        target.Check(sources);
        long work = sources.Sum(path => new FileInfo(path).Length)
            + checkpoint.Weights.Tensors.Sum(tensor => tensor.SizeInBytes);
        using ProgressLine progress = new(error, work);
        Conversion conversion = Describe(checkpoint, sources, configName, progress);
        string report = write(conversion);
        progress.Dispose();
        foreach (string note in conversion.Notes)
        {
            error.WriteLine($"note: {note}");
        }

        output.WriteLine($"{target.Path}: {report}, from {checkpoint.Source.Format} {input}");
        return ConverterCommandLine.Succeeded;
    }

    private static Conversion Describe(
        Checkpoint checkpoint, IReadOnlyList<string> sources, string? configName, ProgressLine progress)
    {
        Dictionary<string, string> metadata = new(checkpoint.Source.Metadata, StringComparer.Ordinal)
        {
            ["format"] = "pt",
        };
        if (configName is not null)
        {
            metadata["config"] = YolactConfigs.Get(configName).Name;
        }

        IWeightFile weights = WeightFile.Derive(
            checkpoint.Weights,
            checkpoint.Weights.Tensors.Select(
                tensor => WeightTensor.Rename(checkpoint.Weights, tensor.Name, tensor.Name)),
            metadata);
        YolactConfig? config = ConfigText.TryRecognize(weights, out string problem);
        if (configName is not null && config?.Name != configName)
        {
            throw new WeightsException(
                weights.Path,
                $"is not for config {configName}: {(config is null ? problem : "its tensors have other sizes")}");
        }

        if (config is not null)
        {
            metadata["config"] = config.Name;
            metadata["class_names"] = string.Join('\n', config.ClassNames);
        }

        metadata["source_sha256"] = FileHash.Compute(sources[0], progress);
        foreach (string further in sources.Skip(1))
        {
            metadata["source_bin_sha256"] = FileHash.Compute(further, progress);
        }

        List<string> notes =
        [
            .. checkpoint.Source.SkippedEntries.Select(
                entry => $"not a tensor of the state dict, not converted: {entry}"),
            .. checkpoint.Notes,
        ];
        if (config is null)
        {
            notes.Add($"no configuration was recognised: {problem}");
        }

        return new Conversion(weights, config, problem, metadata, notes, progress);
    }
}
