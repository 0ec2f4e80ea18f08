using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Planning;
using YolactGpu.Kernels.Devices;

namespace YolactGpu.Graph.Execution;

/// <summary>One launch of a plan.</summary>
/// <param name="Node">The node that it computes.</param>
/// <param name="Kernel">Name of the kernel that was chosen.</param>
/// <param name="Reason">Why that kernel, where there was a choice.</param>
/// <param name="Launch">Queues it.</param>
public sealed record PlanStep(Node Node, string Kernel, string Reason, Launch Launch)
{
    /// <summary>Gets the floating-point operations of the step, as its op defines them.</summary>
    public long FloatingPointOperations { get; } = Node.Op.FloatingPointOperations(
        [.. Node.Inputs.Select(value => value.Type)], [.. Node.Outputs.Select(value => value.Type)]);

    /// <summary>Gets the bytes of all inputs, constants included, and outputs.</summary>
    public long Bytes { get; } = Node.Inputs.Concat(Node.Outputs).Sum(value => value.Type.SizeInBytes);
}

/// <summary>
/// A graph compiled for one device: an array of launches bound once to views of one arena. <see cref="Run(AcceleratorStream)"/> allocates
/// nothing and reads nothing back. Not thread-safe: one run at a time.
/// </summary>
public sealed class ExecutionPlan : IDisposable
{
    private readonly DeviceBuffer<byte> arena;
    private readonly ScratchMemory scratch;
    private readonly Dictionary<Value, Operand> operands = [];

    private ExecutionPlan(IR.Graph graph, KernelSettings settings)
    {
        Graph = graph;
        Memory = ArenaPlanner.Plan(graph);
        Accelerator = settings.Context.Accelerator;
        scratch = new ScratchMemory(Accelerator);
        settings = settings with { Context = settings.Context with { Scratch = scratch } };
        arena = Accelerator.Allocate<byte>(Math.Max(Memory.SizeInBytes, ArenaPlanner.Alignment), "the plan's activations");
        try
        {
            foreach (Value input in graph.Inputs)
            {
                operands.Add(input, OperandOf(input, settings));
            }

            foreach (Value output in graph.Nodes.SelectMany(node => node.Outputs))
            {
                operands.Add(output, OperandOf(output, settings));
            }

            PlanStep[] steps = Lower([.. graph.Nodes.Where(node => !node.Op.IsView)], settings);
            scratch.Allocate();
            Steps = [.. steps.Where(step => !ArenaPlanner.ExecutesOnce(step.Node))];
            foreach (PlanStep step in steps.Where(step => ArenaPlanner.ExecutesOnce(step.Node)))
            {
                step.Launch(Accelerator.DefaultStream);
            }

            Accelerator.DefaultStream.Synchronize();
        }
        catch
        {
            scratch.Dispose();
            arena.Dispose();
            throw;
        }
    }

    /// <summary>Gets the graph, after all passes.</summary>
    public IR.Graph Graph { get; }

    /// <summary>Gets the arena's plan.</summary>
    public MemoryPlan Memory { get; }

    /// <summary>Gets the device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Gets the launches of a run, in order.</summary>
    public ImmutableArray<PlanStep> Steps { get; }

    /// <summary>Compiles a graph: plans the arena, allocates it, chooses kernels, binds views.</summary>
    /// <param name="graph">The graph, already optimised by whatever passes the caller wants.</param>
    /// <param name="context">Device, kernels and options.</param>
    /// <param name="constants">The model's constants on this device; they must outlive the plan.</param>
    /// <exception cref="GraphException">The graph asks for what the device or an op cannot do.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public static ExecutionPlan Compile(IR.Graph graph, LoweringContext context, DeviceConstants constants) =>
        new(graph, new KernelSettings(context, constants));

    /// <summary>Queues one run; it does not wait.</summary>
    public void Run(AcceleratorStream stream) => Run(stream, 0, Steps.Length, CancellationToken.None);

    /// <summary>Queues a part of a run: the steps from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    /// <param name="stream">Where they are queued.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step behind the last.</param>
    /// <param name="cancellation">Looked at before each launch; what was queued by then still runs.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(AcceleratorStream stream, int first, int end, CancellationToken cancellation)
    {
        for (int i = first; i < end; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Steps[i].Launch(stream);
        }
    }

    /// <summary>Gets the memory of a float input, by its value.</summary>
    public ArrayView<float> Floats(Value value) => operands[value].Floats;

    /// <summary>Gets the memory of an integer input or output, by its value.</summary>
    public ArrayView<int> Ints(Value value) => operands[value].Ints;

    /// <summary>Gets the memory of a float output by name.</summary>
    /// <exception cref="GraphException">There is no such output, or it does not hold floats.</exception>
    public ArrayView<float> Floats(string output) => operands[Graph.Output(output)].Floats;

    /// <summary>Gets the memory of an integer output by name.</summary>
    /// <exception cref="GraphException">There is no such output, or it does not hold integers.</exception>
    public ArrayView<int> Ints(string output) => operands[Graph.Output(output)].Ints;

    /// <summary>Runs once, waiting after each launch, and gives the time of each.</summary>
    public ImmutableArray<StepTime> Profile(AcceleratorStream stream)
    {
        ImmutableArray<StepTime>.Builder times = ImmutableArray.CreateBuilder<StepTime>(Steps.Length);
        stream.Synchronize();
        long start = Stopwatch.GetTimestamp();
        foreach (PlanStep step in Steps)
        {
            TimeSpan begin = Stopwatch.GetElapsedTime(start);
            step.Launch(stream);
            stream.Synchronize();
            times.Add(new StepTime(step, begin, Stopwatch.GetElapsedTime(start) - begin));
        }

        return times.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        scratch.Dispose();
        arena.Dispose();
    }

    /// <summary>
    /// Chooses kernels and binds views, on several threads: most of the time goes into fetching and packing constants, and each
    /// node has its own.
    /// </summary>
    private PlanStep[] Lower(Node[] nodes, KernelSettings settings)
    {
        PlanStep[] steps = new PlanStep[nodes.Length];
        int threads = settings.Context.Kernels.IsCpu ? Accelerator.NumMultiprocessors : Environment.ProcessorCount;
        try
        {
            Parallel.For(0, nodes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                Accelerator.Bind();
                Node node = nodes[i];
                LoweredOp lowered = node.Op.Lower(
                    settings.Context,
                    [.. node.Inputs.Select(input => operands.GetValueOrDefault(input) ?? OperandOf(input, settings))],
                    [.. node.Outputs.Select(output => operands[output])]);
                steps[i] = new PlanStep(node, lowered.Kernel, lowered.Reason, lowered.Launch);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return steps;
    }

    private Operand OperandOf(Value value, KernelSettings settings)
    {
        if (value.IsConstant)
        {
            return new Operand(value, ArrayView<byte>.Empty, settings.Constants);
        }

        ArenaBlock place = Memory.PlaceOf(value);
        return new Operand(value, arena.View.SubView(place.Offset, value.Type.SizeInBytes), settings.Constants);
    }

    private sealed record KernelSettings(LoweringContext Context, DeviceConstants Constants);
}
