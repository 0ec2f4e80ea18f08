using System.CommandLine;
using YolactGpu.Cli.Commands;

namespace YolactGpu.Cli;

/// <summary>The command line: yolact detect, devices, graph, benchmark. Exit codes: 0 done, 1 failed, 2 wrong usage.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        RootCommand root = new("YOLACT instance segmentation on the GPU, or on the CPU.")
        {
            DetectCommand.Create(),
            DevicesCommand.Create(),
            GraphCommand.Create(),
            BenchmarkCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }

            Console.Error.WriteLine("Try --help.");
            return ExitCodes.Usage;
        }

        return parsed.Invoke();
    }
}
