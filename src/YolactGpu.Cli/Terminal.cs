using Spectre.Console;

namespace YolactGpu.Cli;

/// <summary>
/// Standard output and standard error for tables and progress: colours and movements only where a terminal is, and where
/// NO_COLOR allows. Made anew for each command, as the streams may have been redirected in between.
/// </summary>
internal static class Terminal
{
    /// <summary>Columns that tables may take in files and pipes, where no terminal would wrap them.</summary>
    private const int WideWidth = 200;

    /// <summary>Gives standard output.</summary>
    public static IAnsiConsole Output() => Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Gives standard error.</summary>
    public static IAnsiConsole Error() => Create(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        bool isPlain = isRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = WideWidth;
        }

        return console;
    }
}
