using System.Globalization;
using Spectre.Console;
using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Cli;

/// <summary>
/// What a run of detect tells: a table (or JSON lines) on standard output; errors, and on a terminal progress, on standard
/// error.
/// </summary>
internal sealed class DetectionReport
{
    private readonly bool json;
    private readonly string device;
    private readonly string folder;
    private readonly IAnsiConsole output = Terminal.Output();
    private readonly IAnsiConsole errors = Terminal.Error();
    private readonly DetectionTable table;
    private readonly int count;
    private bool showsProgress;
    private double totalMilliseconds;
    private int photos;

    public DetectionReport(bool json, string device, string folder, int count)
    {
        this.count = count;
        this.json = json;
        this.device = device;
        this.folder = folder;
        table = new DetectionTable(Console.IsOutputRedirected ? null : output.Profile.Width, count);
    }

    /// <summary>Runs the work, under a progress bar where there are several photos and a terminal, then prints the table.</summary>
    public void Start(Action<Action> work)
    {
        showsProgress = count > 1 && !Console.IsErrorRedirected;
        if (showsProgress)
        {
            errors.Progress().AutoClear(true).Start(context =>
            {
                ProgressTask task = context.AddTask("Photos", maxValue: count);
                work(() => task.Increment(1));
            });
            showsProgress = false;
        }
        else
        {
            work(() => { });
        }

        if (!json && photos > 0)
        {
            table.Write(output, Console.Out);
            Console.Out.WriteLine(OneLine.Of(string.Create(
                CultureInfo.InvariantCulture,
                $"{photos} {(photos == 1 ? "photo" : "photos")} on {device}, {totalMilliseconds / photos:0} ms each; results in {folder}")));
        }
    }

    /// <summary>Adds the results of a photo.</summary>
    public void Add(InstanceDocument document)
    {
        photos++;
        totalMilliseconds += document.Timings["total_ms"];
        if (json)
        {
            Console.Out.WriteLine(InstanceFile.ToJson(document, indented: false));
        }
        else
        {
            table.Add(document);
        }
    }

    /// <summary>Reports a photo that failed.</summary>
    public void Fail(Exception e)
    {
        if (showsProgress)
        {
            // Through the console that draws the bar, or the bar would be drawn over it.
            errors.WriteLine($"error: {OneLine.Of(e.Message)}");
        }
        else
        {
            ExitCodes.Report(e.Message);
        }
    }
}
