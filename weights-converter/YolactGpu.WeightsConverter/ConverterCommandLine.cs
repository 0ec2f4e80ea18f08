using System.CommandLine;
using YolactGpu.Graph.IR;
using YolactGpu.Model.Configs;
using YolactGpu.Weights;
using YolactGpu.WeightsConverter.Commands;

namespace YolactGpu.WeightsConverter;

/// <summary>The command yolact-convert: 0 is done, 1 is failed or different, 2 is wrong usage.</summary>
internal static class ConverterCommandLine
{
    internal const int Succeeded = 0;
    internal const int Failed = 1;
    private const int WrongUsage = 2;

    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        RootCommand root = new(
            "Converts YOLACT checkpoints to safetensors and ONNX, and runs nothing that is in them.");
        root.Subcommands.Add(ConvertCommand.Make(output, error));
        root.Subcommands.Add(InspectCommand.Make(output, error));
        root.Subcommands.Add(VerifyCommand.Make(output, error));
        root.Subcommands.Add(ManifestCommand.Make(output, error));
        root.Subcommands.Add(FuzzCommand.Make(output));
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"yolact-convert: {parsed.Errors[0].Message} (see yolact-convert --help)");
            return WrongUsage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception exception) when (
            exception is WeightsException or ConfigException or GraphException
                or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"yolact-convert: {exception.Message}");
            return Failed;
        }
    }
}
