using System.CommandLine;
using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>convert IN OUT: writes every tensor of IN to a safetensors file, and says what else IN held.</summary>
internal static class ConvertCommand
{
    internal static Command Make(TextWriter output, TextWriter error)
    {
        Argument<string> input = new("IN") { Description = "A PyTorch checkpoint or a safetensors file." };
        Argument<string> target = new("OUT") { Description = "The safetensors file to write." };
        Option<bool> force = new("--force") { Description = "Replace OUT if it is there." };
        Option<bool> half = new("--fp16") { Description = "Round floating-point tensors to 16 bits." };
        Command command = new("convert", "Write a checkpoint as safetensors.") { input, target, force, half };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(input),
            parsed.GetRequiredValue(target),
            parsed.GetValue(force),
            parsed.GetValue(half),
            output,
            error));
        return command;
    }

    private static int Run(string input, string target, bool force, bool half, TextWriter output, TextWriter error)
    {
        if (Path.GetFullPath(input) == Path.GetFullPath(target))
        {
            throw new WeightsException(target, "is both IN and OUT; they must differ");
        }

        if (!force && File.Exists(target))
        {
            throw new WeightsException(target, "is there already; --force replaces it");
        }

        using IWeightFile file = WeightFile.Open(input);
        IReadOnlyDictionary<string, string> names =
            WeightNames.WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name));
        Dictionary<string, string> metadata = new(file.Metadata, StringComparer.Ordinal)
        {
            ["format"] = "pt",
            ["source_sha256"] = FileHash.Compute(input),
        };
        List<WeightTensorInfo> tensors =
        [
            .. names.Select(name => Describe(name.Key, file.GetTensor(name.Value), half)),
        ];
        HalfRounding rounding = new();
        using SafetensorsWriter writer = SafetensorsWriter.Create(target, tensors, metadata, force);
        using ProgressLine progress = new(error, tensors.Sum(tensor => tensor.SizeInBytes));
        foreach (WeightTensorInfo tensor in tensors)
        {
            Copy(file, names[tensor.Name], tensor, writer, rounding);
            progress.Add(tensor.SizeInBytes);
        }

        writer.Commit();
        Report(file, names, rounding, error);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: {tensors.Count} tensors, {new FileInfo(target).Length} bytes, from {file.Format} {input}"));
        return ConverterCommandLine.Succeeded;
    }

    private static WeightTensorInfo Describe(string name, WeightTensorInfo source, bool half)
    {
        bool isRounded = half && source.DataType.IsFloatingPoint();
        return new WeightTensorInfo(name, isRounded ? WeightDataType.F16 : source.DataType, source.Shape);
    }

    private static void Copy(
        IWeightFile file,
        string sourceName,
        WeightTensorInfo tensor,
        SafetensorsWriter writer,
        HalfRounding rounding)
    {
        if (tensor.DataType == file.GetTensor(sourceName).DataType)
        {
            using Stream stream = file.OpenRead(sourceName);
            writer.Write(tensor.Name, stream);
            return;
        }

        float[] elements = file.ReadSingles(sourceName);
        writer.Write(tensor.Name, elements);
        rounding.Add(elements);
    }

    private static void Report(
        IWeightFile file,
        IReadOnlyDictionary<string, string> names,
        HalfRounding rounding,
        TextWriter error)
    {
        foreach (string entry in file.SkippedEntries)
        {
            error.WriteLine($"note: not a tensor of the state dict, not converted: {entry}");
        }

        if (names.Any(name => name.Key != name.Value))
        {
            error.WriteLine("note: the prefix 'module.' of every name was taken off");
        }

        if (rounding.HasRounded)
        {
            error.WriteLine($"note: {rounding}");
        }
    }
}
