using System.CommandLine;
using System.CommandLine.Parsing;
using YolactGpu.Cli.Commands;

namespace YolactGpu.Cli;

/// <summary>The command line: yolact detect, video, devices, check, graph, benchmark. Exit codes: see <see cref="ExitCodes"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        RootCommand root = new("YOLACT instance segmentation on the GPU, or on the CPU.")
        {
            DetectCommand.Create(),
            VideoCommand.Create(),
            DevicesCommand.Create(),
            CheckCommand.Create(),
            GraphCommand.Create(),
            BenchmarkCommand.Create(),
            ClipCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }

        foreach (string error in Errors(parsed))
        {
            ExitCodes.Report(error);
        }

        Console.Error.WriteLine($"Try {Path(parsed.CommandResult)} --help.");
        return ExitCodes.Usage;
    }

    /// <summary>What is wrong, in words; where a command is missing or unknown, those that there are.</summary>
    private static IEnumerable<string> Errors(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
        {
            return parsed.Errors.Select(Message);
        }

        string names = string.Join(", ", command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name));
        return [parsed.UnmatchedTokens is [string unknown, ..] ? $"There is no command '{unknown}'; there are {names}." : $"A command is needed: {names}."];
    }

    /// <summary>An error in words; what is missing is named, and what it may be.</summary>
    private static string Message(ParseError error) => error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult } missing
        ? $"{missing.Argument.Name} is missing: {missing.Argument.Description}"
        : error.Message;

    private static string Path(CommandResult command)
    {
        string name = command.Command is RootCommand ? "yolact" : command.Command.Name;
        return command.Parent is CommandResult parent ? $"{Path(parent)} {name}" : name;
    }
}
