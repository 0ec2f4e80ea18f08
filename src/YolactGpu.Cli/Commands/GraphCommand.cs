using System.CommandLine;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact graph: dump, plan, profile of a configuration's network, with weights from the formula.</summary>
internal sealed class GraphCommand
{
    private readonly ModelOptions model = new();
    private readonly Option<int> batch = ModelOptions.CountOption("--batch", "Images per run.", value: 1, most: 256);
    private readonly Option<InputShape?> size = ModelOptions.SizeOption();
    private readonly Option<bool> raw = new("--raw") { Description = "The graph as built, before any pass." };
    private readonly Option<string> trace = new("--trace") { Description = "Also write a Chrome trace to this file." };

    /// <summary>Creates the command with its subcommands.</summary>
    public static Command Create()
    {
        GraphCommand graph = new();
        graph.trace.Require(file => file.Length > 0, "--trace must name a file.");
        Command dump = graph.Subcommand("dump", "Print the graph as a Mermaid flow chart.", graph.Dump);
        dump.Options.Add(graph.raw);
        Command plan = graph.Subcommand("plan", "Print the memory plan; nothing is allocated.", graph.Plan);
        Command profile = graph.Subcommand("profile", "Run twice and print the time of every kernel in the second run.", graph.Profile);
        profile.Options.Add(graph.trace);
        return new Command("graph", "Inspect a network: its graph, its memory, its time.") { dump, plan, profile };
    }

    private Graph.IR.Graph Optimize(Graph.IR.Graph graph, ParseResult parsed) => GraphPass.ApplyAll(
        graph, [.. GraphPass.Inference, .. model.Precision(parsed) == ConvolutionPrecision.Float16 ? [GraphPass.HalfStorage] : Array.Empty<GraphPass>()]);

    private Command Subcommand(string name, string description, Func<ParseResult, int> run)
    {
        Command command = new(name, description) { batch, size };
        model.AddTo(command);
        command.SetAction(parsed => ExitCodes.Run(() => run(parsed)));
        return command;
    }

    private Graph.IR.Graph Build(ParseResult parsed)
    {
        YolactConfig config = model.Config(parsed) ?? YolactConfigs.ResNet50;
        config = parsed.GetValue(size) is { } input ? config.WithInput(input) : config;
        return YolactNetwork.Build(
            config, new FormulaWeights(config.ClassCount), new NetworkOptions { Batch = parsed.GetValue(batch), Detect = true });
    }

    private int Dump(ParseResult parsed)
    {
        Graph.IR.Graph graph = Build(parsed);
        MermaidWriter.Write(parsed.GetValue(raw) ? graph : Optimize(graph, parsed), Console.Out);
        return ExitCodes.Ok;
    }

    private int Plan(ParseResult parsed)
    {
        GraphReport.WritePlan(Optimize(Build(parsed), parsed));
        return ExitCodes.Ok;
    }

    private int Profile(ParseResult parsed)
    {
        GraphReport.WriteProfile(
            Build(parsed), model.Device(parsed), model.Workers(parsed), model.Compile(parsed), parsed.GetValue(trace));
        return ExitCodes.Ok;
    }
}
