using System.Diagnostics;
using NUnit.Framework;

namespace YolactGpu.Tests.Cli;

/// <summary>What one run of the command line gave.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record CommandLineRun(int ExitCode, string Output, string Errors)
{
    internal string[] OutputLines => Lines(Output);

    internal string[] ErrorLines => Lines(Errors);

    /// <summary>Runs it in this process, with the console's streams in memory.</summary>
    internal static CommandLineRun InProcess(params string[] arguments)
    {
        TextWriter output = Console.Out;
        TextWriter errors = Console.Error;
        using StringWriter newOutput = new();
        using StringWriter newErrors = new();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            int exitCode = YolactGpu.Cli.Program.Main(arguments);
            return new CommandLineRun(exitCode, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    /// <summary>Starts it as a process of its own, its streams in pipes.</summary>
    internal static Process Start(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(YolactGpu.Cli.Program).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it as a process of its own, its streams in pipes, to its end.</summary>
    internal static CommandLineRun AsProcess(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using Process process = Start(folder, variables, arguments);
        return Finish(process);
    }

    /// <summary>Waits for the end of a process.</summary>
    internal static CommandLineRun Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The process did not end within two minutes.");
        }

        return new CommandLineRun(process.ExitCode, output.Result, errors.Result);
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
