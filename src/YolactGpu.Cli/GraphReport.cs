using System.Collections.Immutable;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using Spectre.Console;
using YolactGpu.Data;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Passes;
using YolactGpu.Graph.Planning;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Cli;

/// <summary>Tables about a graph: its memory and its time.</summary>
internal static class GraphReport
{
    private const double MiB = 1 << 20;

    /// <summary>Prints the memory plan of a graph.</summary>
    public static void WritePlan(Graph.IR.Graph graph)
    {
        MemoryPlan plan = ArenaPlanner.Plan(graph);
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Tensor", "Type");
        foreach (string header in new[] { "Offset MiB", "Size MiB", "Written", "Last read" })
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        foreach (ArenaBlock block in plan.Blocks)
        {
            table.AddRow(
                Markup.Escape(block.Value.Name),
                Markup.Escape(block.Value.Type.ToString()),
                Text($"{block.Offset / MiB:0.00}"),
                Text($"{block.Size / MiB:0.00}"),
                block.FirstStep < 0 ? "before" : Text($"{block.FirstStep}"),
                block.LastStep == graph.Nodes.Length ? "output" : Text($"{block.LastStep}"));
        }

        Terminal.Output().Write(table);
        Console.Out.WriteLine(Text(
            $"Arena {plan.SizeInBytes / MiB:0.0} MiB; lower bound {plan.LowerBoundInBytes / MiB:0.0} MiB; without sharing {plan.UnsharedSizeInBytes / MiB:0.0} MiB."));
        double weights = graph.Nodes.SelectMany(node => node.Inputs).Where(input => input.IsConstant).Distinct().Sum(input => input.Type.SizeInBytes);
        Console.Out.WriteLine(Text($"Weights {weights / MiB:0.0} MiB as stored."));
    }

    /// <summary>Runs a graph twice and prints the times of the second run; also as a Chrome trace where a file is named.</summary>
    public static void WriteProfile(
        Graph.IR.Graph graph, DeviceRequest request, int? workers, CompileOptions options, string? traceFile)
    {
        if (traceFile is not null)
        {
            OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(traceFile)) ?? traceFile);
        }

        using Context context = DeviceContext.Create(workers);
        using Accelerator accelerator = request.Find(context).CreateAccelerator(context);
        using DeviceConstants constants = new(accelerator);
        LoweringContext lowering = new(new KernelCache(accelerator), options);
        graph = GraphPass.ApplyAll(graph, [.. GraphPass.For(lowering)]);
        using ExecutionPlan plan = ExecutionPlan.Compile(graph, lowering, constants);
        plan.Run(accelerator.DefaultStream);
        ImmutableArray<StepTime> times = plan.Profile(accelerator.DefaultStream);

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Node", "Kernel", "Output");
        foreach (string header in new[] { "ms", "GFLOP/s", "GB/s" })
        {
            table.AddColumn(new TableColumn(header).RightAligned());
        }

        foreach (StepTime time in times)
        {
            table.AddRow(
                Markup.Escape(time.Step.Node.Name),
                Markup.Escape(time.Step.Kernel),
                Markup.Escape(time.Step.Node.Outputs[0].Type.ToString()),
                Text($"{time.Duration.TotalMilliseconds:0.000}"),
                Text($"{time.GigaflopsPerSecond:0.0}"),
                Text($"{time.GigabytesPerSecond:0.0}"));
        }

        Terminal.Output().Write(table);
        double total = times.Sum(time => time.Duration.TotalMilliseconds);
        double gigaflops = times.Sum(time => time.Step.FloatingPointOperations) / 1e9;
        string device = DeviceDescription.Of(accelerator.Device);
        Console.Out.WriteLine(Text(
            $"{times.Length} launches on {device}: {total:0.0} ms, {gigaflops:0.0} GFLOP, {gigaflops / total * 1e3:0.0} GFLOP/s."));
        if (traceFile is not null)
        {
            AtomicFile.Write(traceFile, stream => ChromeTrace.Write(times, stream));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
