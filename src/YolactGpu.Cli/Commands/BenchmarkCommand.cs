using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using YolactGpu.Benchmarking;
using YolactGpu.Model.Configs;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact benchmark: how fast a network is on a device.</summary>
internal sealed class BenchmarkCommand
{
    private readonly ModelOptions model = new();
    private readonly Option<string?> weights = new("--weights") { Description = "Weights file, or formula, which is taken where none is given." };
    private readonly Option<int> batch = ModelOptions.CountOption("--batch", "Images per run.", value: 1, most: 256);
    private readonly Option<int> repeat = ModelOptions.CountOption("--repeat", "Runs that are timed.", value: 20, most: 100_000);
    private readonly Option<int> warmup = ModelOptions.CountOption("--warmup", "Runs before, which are not.", value: 3, most: 100_000);
    private readonly Option<InputShape?> size = ModelOptions.SizeOption();
    private readonly Option<bool> plain = new("--plain") { Description = "Run the plain kernels only, against which the fast ones are checked." };
    private readonly Option<bool> explain = new("--explain") { Description = "Also list every layer with its kernel, why, and its time." };
    private readonly Option<bool> json = new("--json") { Description = "Print one line of JSON." };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        BenchmarkCommand benchmark = new();
        Command command = new("benchmark", "Measure the network, and photo to masks, on a device.")
        {
            benchmark.weights, benchmark.batch, benchmark.repeat, benchmark.warmup, benchmark.size, benchmark.plain, benchmark.explain, benchmark.json,
        };
        benchmark.model.AddTo(command);
        benchmark.model.AddRunTo(command);
        command.SetAction(parsed => ExitCodes.Run(() => benchmark.Run(parsed)));
        return command;
    }

    private static void Write(BenchmarkResult result)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("ms");
        foreach (string header in new[] { "min", "median", "p95" })
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        AddRow("network", result.NetworkMs);
        AddRow("photo to masks", result.EndToEndMs);
        foreach ((string stage, double milliseconds) in result.Stages)
        {
            table.AddRow($"  {stage}", "", Text($"{milliseconds:0.00}"), "");
        }

        Terminal.Output().Write(table);
        Console.Out.WriteLine(Text($"{result.Config} {result.InputWidth} x {result.InputHeight}, batch {result.Batch}, {result.Precision}, on {result.Device}"));
        Console.Out.WriteLine(result.Launches);
        Console.Out.WriteLine(Text($"{result.ImagesPerSecond:0.00} images/s; {result.Gflop:0.0} GFLOP, {result.Gflops:0} GFLOP/s"));
        Console.Out.WriteLine(Text(
            $"arena {result.ArenaBytes / 1e6:0.0} MB (lower bound {result.ArenaLowerBoundBytes / 1e6:0.0}), weights {result.WeightsBytes / 1e6:0.0} MB"));
        Console.Out.WriteLine(Text($"managed {result.ManagedBytesPerImage / 1e3:0.0} kB per image; cold start {result.ColdStartMs:0} ms"));

        void AddRow(string name, Distribution times) =>
            table.AddRow(name, Text($"{times.Min:0.00}"), Text($"{times.Median:0.00}"), Text($"{times.P95:0.00}"));
    }

    private static void Write(IReadOnlyList<LayerTime> layers)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Node", "Kernel", "Why", "Output");
        foreach (string header in new[] { "ms", "GFLOP/s", "GB/s" })
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        foreach (LayerTime layer in layers)
        {
            table.AddRow(
                Markup.Escape(layer.Node),
                Markup.Escape(layer.Kernel),
                Markup.Escape(layer.Reason),
                Markup.Escape(layer.Output),
                Text($"{layer.Ms:0.000}"),
                Text($"{layer.Gflops:0.0}"),
                Text($"{layer.GigabytesPerSecond:0.0}"));
        }

        Terminal.Output().Write(table);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private int Run(ParseResult parsed)
    {
        BenchmarkResult result = YolactBenchmark.Run(new BenchmarkOptions
        {
            Config = model.Config(parsed),
            Weights = parsed.GetValue(weights) is { } file and not ModelOptions.FormulaName ? file : null,
            Device = model.Device(parsed),
            CpuWorkers = model.Workers(parsed),
            Precision = model.Precision(parsed),
            TuningCache = model.TuningCache(parsed),
            CudaGraph = model.UsesCudaGraph(parsed),
            Batch = parsed.GetValue(batch),
            InputSize = parsed.GetValue(size),
            Repeat = parsed.GetValue(repeat),
            Warmup = parsed.GetValue(warmup),
            PlainKernelsOnly = parsed.GetValue(plain),
            AllowWinograd = model.AllowsWinograd(parsed),
            Explain = parsed.GetValue(explain),
        });
        if (parsed.GetValue(json))
        {
            Console.Out.WriteLine(result.ToJson());
            return ExitCodes.Ok;
        }

        if (result.Layers is not null)
        {
            Write(result.Layers);
        }

        Write(result);
        return ExitCodes.Ok;
    }
}
