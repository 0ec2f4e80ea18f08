using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>inspect FILE: what a weights file holds, as a table or as JSON.</summary>
internal static class InspectCommand
{
    internal static Command Make(TextWriter output, TextWriter error)
    {
        Argument<string> file = new("FILE")
        {
            Description = "A PyTorch checkpoint, a safetensors file or an ncnn .param.",
        };
        Option<bool> json = new("--json") { Description = "Print JSON, with a SHA-256 for each tensor." };
        Command command = new("inspect", "Show what a weights file holds.") { file, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(json), output, error));
        return command;
    }

    private static int Run(string path, bool json, TextWriter output, TextWriter error)
    {
        using IWeightFile file = WeightFile.Open(path);
        long work = new FileInfo(path).Length + file.Tensors.Sum(tensor => tensor.SizeInBytes);
        using ProgressLine progress = new(error, work);
        YolactConfig? config = TryRecognize(file, out string problem);
        string text = json ? Json(file, config, problem, progress) : Table(file, config, problem, progress);
        progress.Dispose();
        output.WriteLine(text);
        return ConverterCommandLine.Succeeded;
    }

    private static YolactConfig? TryRecognize(IWeightFile file, out string problem)
    {
        try
        {
            return ConfigText.TryRecognize(Checkpoint.UnderYolactsNames(file).Weights, out problem);
        }
        catch (WeightsException exception)
        {
            problem = exception.Problem;
            return null;
        }
    }

    private static string Table(IWeightFile file, YolactConfig? config, string problem, ProgressLine progress)
    {
        List<string[]> rows = [["tensor", "type", "shape", "min", "max", "NaN", "inf"]];
        foreach (WeightTensorInfo tensor in file.Tensors)
        {
            TensorStatistics statistics = TensorStatistics.Of(file, tensor.Name);
            progress.Add(tensor.SizeInBytes);
            rows.Add(
            [
                TerminalText.Plain(tensor.Name),
                tensor.DataType.ToString(),
                TerminalText.Shape(tensor),
                TensorStatistics.Text(statistics.Minimum),
                TensorStatistics.Text(statistics.Maximum),
                statistics.NaNCount.ToString(CultureInfo.InvariantCulture),
                statistics.InfiniteCount.ToString(CultureInfo.InvariantCulture),
            ]);
        }

        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"file      {file.Path}");
        text.AppendLine(CultureInfo.InvariantCulture, $"format    {file.Format}");
        text.AppendLine(
            CultureInfo.InvariantCulture, $"config    {TerminalText.Plain(ConfigText.Of(config, problem))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"sha256    {FileHash.Compute(file.Path, progress)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"tensors   {file.Tensors.Count}");
        text.AppendLine(CultureInfo.InvariantCulture, $"elements  {file.Tensors.Sum(tensor => tensor.ElementCount)}");
        foreach (KeyValuePair<string, string> item in file.Metadata)
        {
            string value = item.Value.Replace("\n", ", ", StringComparison.Ordinal);
            string line = TerminalText.Plain($"metadata  {item.Key} = {value}");
            text.AppendLine(line);
        }

        foreach (string entry in file.SkippedEntries)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"also      {entry}");
        }

        text.AppendLine();
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString().TrimEnd();
    }

    private static string Json(IWeightFile file, YolactConfig? config, string problem, ProgressLine progress)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            json.WriteString("format", file.Format.ToString());
            WriteConfig(json, config, problem);
            json.WriteString("sha256", FileHash.Compute(file.Path, progress));
            json.WriteNumber("elements", file.Tensors.Sum(tensor => tensor.ElementCount));
            json.WriteStartObject("metadata");
            foreach (KeyValuePair<string, string> item in file.Metadata)
            {
                json.WriteString(item.Key, item.Value);
            }

            json.WriteEndObject();
            json.WriteStartArray("also");
            foreach (string entry in file.SkippedEntries)
            {
                json.WriteStringValue(entry);
            }

            json.WriteEndArray();
            json.WriteStartArray("tensors");
            foreach (WeightTensorInfo tensor in file.Tensors)
            {
                WriteTensor(json, file, tensor);
                progress.Add(tensor.SizeInBytes);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteConfig(Utf8JsonWriter json, YolactConfig? config, string problem)
    {
        json.WriteString("config", config?.Name);
        if (config is null)
        {
            json.WriteString("config_problem", problem);
            return;
        }

        json.WriteStartArray("classes");
        foreach (string name in config.ClassNames)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WriteTensor(Utf8JsonWriter json, IWeightFile file, WeightTensorInfo tensor)
    {
        TensorStatistics statistics = TensorStatistics.Of(file, tensor.Name);
        json.WriteStartObject();
        json.WriteString("name", tensor.Name);
        json.WriteString("dtype", tensor.DataType.ToString());
        json.WriteStartArray("shape");
        foreach (long size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        WriteNumber(json, "min", statistics.Minimum);
        WriteNumber(json, "max", statistics.Maximum);
        json.WriteNumber("nan", statistics.NaNCount);
        json.WriteNumber("inf", statistics.InfiniteCount);
        json.WriteString("sha256", FileHash.Compute(file, tensor.Name));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else if (double.IsFinite(value.Value))
        {
            json.WriteNumber(name, value.Value);
        }
        else
        {
            // JSON has no infinity.
            json.WriteString(name, value.Value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
