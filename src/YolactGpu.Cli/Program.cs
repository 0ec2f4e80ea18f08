using System.CommandLine;
using System.CommandLine.Parsing;
using YolactGpu.Cli.Commands;

namespace YolactGpu.Cli;

/// <summary>The command line: yolact detect, video, devices, graph, benchmark. Exit codes: 0 done, 1 failed, 2 wrong usage.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        RootCommand root = new("YOLACT instance segmentation on the GPU, or on the CPU.")
        {
            DetectCommand.Create(),
            VideoCommand.Create(),
            DevicesCommand.Create(),
            GraphCommand.Create(),
            BenchmarkCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }

        foreach (ParseError error in parsed.Errors)
        {
            ExitCodes.Report(error.Message);
        }

        Console.Error.WriteLine($"Try {Path(parsed.CommandResult)} --help.");
        return ExitCodes.Usage;
    }

    private static string Path(CommandResult command)
    {
        string name = command.Command is RootCommand ? "yolact" : command.Command.Name;
        return command.Parent is CommandResult parent ? $"{Path(parent)} {name}" : name;
    }
}
