using System.Globalization;
using Spectre.Console;
using YolactGpu.Data.Coco;

namespace YolactGpu.Cli;

/// <summary>
/// What a run of detect tells: a table (or JSON lines) on standard output, progress and errors on standard error. Colours and
/// the progress bar only where a terminal is, and where NO_COLOR allows.
/// </summary>
internal sealed class DetectionReport(bool json, string device)
{
    private readonly IAnsiConsole errors =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    private readonly Table table = new Table()
        .Border(TableBorder.Rounded)
        .AddColumns("Photo", "Class")
        .AddColumn(new TableColumn("Score").RightAligned())
        .AddColumn(new TableColumn("Box (x1 y1 x2 y2)"))
        .AddColumn(new TableColumn("Mask px").RightAligned());

    private double totalMilliseconds;
    private int photos;

    /// <summary>Runs the work under a progress bar where there are several photos and a terminal, then prints the table.</summary>
    public void Start(int count, Action<Action> work)
    {
        if (count > 1 && !json && !Console.IsErrorRedirected)
        {
            errors.Progress().AutoClear(true).Start(context =>
            {
                ProgressTask task = context.AddTask("Photos", maxValue: count);
                work(() => task.Increment(1));
            });
        }
        else
        {
            work(() => { });
        }

        if (!json && photos > 0)
        {
            AnsiConsole.Write(table);
            AnsiConsole.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{photos} {(photos == 1 ? "photo" : "photos")} on {device}, {totalMilliseconds / photos:0} ms each."));
        }
    }

    /// <summary>Adds the results of a photo.</summary>
    public void Add(string file, InstanceDocument document)
    {
        photos++;
        totalMilliseconds += document.Timings["total_ms"];
        if (json)
        {
            Console.Out.WriteLine(InstanceFile.ToJson(document, indented: false));
            return;
        }

        if (document.Instances.Count == 0)
        {
            table.AddRow(Markup.Escape(file), "[grey]nothing found[/]", "", "", "");
        }

        foreach (InstanceRecord instance in document.Instances)
        {
            table.AddRow(
                Markup.Escape(file),
                Markup.Escape(instance.Class),
                instance.Score.ToString("0.000", CultureInfo.InvariantCulture),
                string.Join(' ', instance.Box),
                instance.Area.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reports a photo that failed.</summary>
    public void Fail(Exception e) => errors.MarkupLineInterpolated($"[red]error:[/] {e.Message.ReplaceLineEndings(" ")}");
}
