using System.CommandLine;
using System.Globalization;
using YolactGpu.WeightsConverter.Fuzzing;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>
/// fuzz: damages files at random and reads them; exit code 1 where one does anything but load or give an error.
/// </summary>
internal static class FuzzCommand
{
    internal static Command Make(TextWriter output)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Sound files to damage; else small ones of every format.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> count = new("--count")
        {
            Description = "How many damaged files to read.",
            DefaultValueFactory = _ => 100_000,
        };
        Option<int> seed = new("--seed")
        {
            Description = "Where the random numbers start.",
            DefaultValueFactory = _ => 1,
        };
        Command command = new("fuzz", "Test the readers with damaged files.") { files, count, seed };
        command.SetAction(
            parsed => Run(parsed.GetValue(files) ?? [], parsed.GetValue(count), parsed.GetValue(seed), output));
        return command;
    }

    private static int Run(string[] files, int count, int seed, TextWriter output)
    {
        IReadOnlyList<FuzzSample> samples = files.Length == 0
            ? FuzzSample.BuiltIn()
            : [.. files.Select(FuzzSample.FromFile)];
        FuzzReport report = Fuzzer.Run(samples, count, seed);
        foreach (string finding in report.Findings)
        {
            output.WriteLine(finding);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Loaded} loaded, {report.Refused} refused, {report.Findings.Count} findings"));
        return report.Findings.Count == 0 ? ConverterCommandLine.Succeeded : ConverterCommandLine.Failed;
    }
}
