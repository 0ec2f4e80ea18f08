using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Execution;

public sealed class ExecutionPlanTests(string device) : GraphFixture(device)
{
    private const int Priors = 12;

    [Test]
    public void Two_runs_give_the_same_bits([Range(1, 4)] int seed)
    {
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(RandomNetwork.Build(seed, layerCount: 30), constants);

        int[] first = Run(plan, seed);
        Run(plan, seed + 1);

        Assert.That(Run(plan, seed), Is.EqualTo(first));
    }

    [Test]
    public void A_second_run_allocates_next_to_nothing()
    {
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(RandomNetwork.Build(seed: 5, layerCount: 24), constants);
        plan.Run(Stream);
        Stream.Synchronize();

        // What others in the process allocate meanwhile only adds: the least of some runs is the plan's own.
        long thread = long.MaxValue;
        long process = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long threadBefore = GC.GetAllocatedBytesForCurrentThread();
            long processBefore = GC.GetTotalAllocatedBytes(precise: true);
            plan.Run(Stream);
            Stream.Synchronize();
            process = Math.Min(process, GC.GetTotalAllocatedBytes(precise: true) - processBefore);
            thread = Math.Min(thread, GC.GetAllocatedBytesForCurrentThread() - threadBefore);
        }

        TestContext.Out.WriteLine($"{thread:N0} bytes by this thread, {process:N0} by all, in {plan.Steps.Length} launches");
        Assert.That(thread, Is.LessThan(50_000));
        Assert.That(process, Is.LessThan(50_000));
    }

    [Test]
    public void Plans_of_a_model_share_its_constants()
    {
        NetworkGraph graph = RandomNetwork.Build(seed: 6);
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan first = Compile(graph, constants);
        long size = constants.SizeInBytes;
        int[] expected = Run(first, 6);

        using ExecutionPlan second = Compile(graph, constants);

        Assert.That(size, Is.Positive);
        Assert.That(constants.SizeInBytes, Is.EqualTo(size));
        Assert.That(Run(second, 6), Is.EqualTo(expected));
        Assert.That(Run(first, 6), Is.EqualTo(expected));
    }

    [Test]
    public void A_plan_that_is_disposed_leaves_the_others_their_constants()
    {
        NetworkGraph graph = RandomNetwork.Build(seed: 7);
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(graph, constants);
        int[] expected = Run(plan, 7);

        Compile(graph, constants).Dispose();

        Assert.That(Run(plan, 7), Is.EqualTo(expected));
    }

    [Test]
    public void What_depends_on_no_input_is_computed_once_and_stays()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(Priors, 4));
        Value table = GraphBuilder.Constant("table", new TensorShape(2, 2), new float[] { 0.25f, 0.5f, 0.75f, 1 });
        Value priors = builder.Add("priors", new PriorBoxOp([new PyramidLevel(2, 3)]), table);
        builder.Output("priors", priors);
        builder.Output("sum", builder.Add("sum", new AddOp(), builder.Add("relu", new ActivationOp(Activation.Relu), x), priors));
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(builder.Build(), constants);

        plan.Floats(plan.Graph.Inputs[0]).CopyFromCPU(Stream, RandomData.Floats(Priors * 4, 1, 1, 2));
        float[] before = Read(plan, "priors");
        plan.Run(Stream);
        plan.Run(Stream);

        Assert.That(plan.Steps.Select(step => step.Node.Name), Is.EqualTo(new[] { "relu", "sum" }));
        Assert.That(before[..4], Is.EqualTo(new[] { 1 / 6f, 1 / 4f, 0.25f, 0.5f }).Within(1e-7));
        Assert.That(Read(plan, "priors"), Is.EqualTo(before));
    }

    [Test]
    public void An_input_that_is_used_last_is_still_there()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(300));
        Value late = builder.Input("late", TensorType.Float32(300));
        Value y = x;
        for (int i = 0; i < 8; i++)
        {
            y = builder.Add($"relu{i}", new ActivationOp(Activation.Relu), y);
        }

        builder.Output("y", builder.Add("sum", new AddOp(), y, late));
        float[] early = RandomData.Floats(300, 1);
        float[] values = RandomData.Floats(300, 2);
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(builder.Build(), constants);

        plan.Floats(x).CopyFromCPU(Stream, early);
        plan.Floats(late).CopyFromCPU(Stream, values);
        plan.Run(Stream);

        Assert.That(Read(plan, "y"), Is.EqualTo(early.Zip(values, (a, b) => Math.Max(a, 0) + b)));
    }

    [Test]
    public void A_view_reads_what_was_written_under_another_shape()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(1, 2, 3, 4));
        Value view = builder.Add("view", new ReshapeOp(new TensorShape(6, 4)), builder.Add("relu", new ActivationOp(Activation.Relu), x));
        builder.Output("view", view);
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(builder.Build(), constants);
        float[] values = RandomData.Floats(24, 3, 1, 2);

        plan.Floats(x).CopyFromCPU(Stream, values);
        plan.Run(Stream);

        Assert.That(plan.Steps, Has.Length.EqualTo(1));
        Assert.That(Read(plan, "view"), Is.EqualTo(values));
    }

    [Test]
    public void Profile_lists_every_step_in_order()
    {
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(RandomNetwork.Build(seed: 8), constants);

        StepTime[] times = [.. plan.Profile(Stream)];

        Assert.That(times.Select(time => time.Step), Is.EqualTo(plan.Steps));
        Assert.That(times.Select(time => time.Duration), Is.All.GreaterThan(TimeSpan.Zero));
        Assert.That(times.Select(time => time.Begin), Is.Ordered);
        Assert.That(plan.Steps.Select(step => step.Kernel), Is.All.Not.Empty);
        Assert.That(
            times.Where(time => time.Step.Node.Op is Convolution2DOp).Select(time => time.GigaflopsPerSecond), Is.Not.Empty.And.All.Positive);
    }

    [Test]
    public void A_cancelled_run_stops_before_the_next_launch()
    {
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(RandomNetwork.Build(seed: 9), constants);
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();

        Assert.That(
            () => plan.Run(Stream, 0, plan.Steps.Length, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Asking_for_numbers_of_the_wrong_kind_says_what_is_there()
    {
        GraphBuilder builder = new();
        Value scores = builder.Input("scores", TensorType.Float32(1, 9));
        builder.Output("positions", builder.AddMany("best", new TopKOp(3), scores)[1]);
        using DeviceConstants constants = new(Accelerator);
        using ExecutionPlan plan = Compile(builder.Build(), constants);

        Assert.That(
            () => plan.Floats("positions").Length,
            Throws.TypeOf<GraphException>().With.Message.EqualTo("best:1 holds Int32; Float32 was asked for."));
        Assert.That(
            () => plan.Ints("classes").Length,
            Throws.TypeOf<GraphException>().With.Message.Contains("no output classes; it has positions"));
    }

    [Test]
    public void Weights_that_are_no_constant_are_refused_by_name()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(1, 4, 4, 2));
        Value weights = builder.Input("weights", TensorType.Float32(3, 2, 1, 1));
        builder.Output("y", builder.Add("conv", new Convolution2DOp(1, 0, 1, Activation.None, false, false), x, weights));
        using DeviceConstants constants = new(Accelerator);

        Assert.That(
            () => Compile(builder.Build(), constants),
            Throws.TypeOf<GraphException>().With.Message.StartsWith("weights must be a constant to be packed"));
    }

    private ExecutionPlan Compile(NetworkGraph graph, DeviceConstants constants) =>
        ExecutionPlan.Compile(GraphPass.ApplyAll(graph, [.. GraphPass.Inference]), Lowering, constants);

    private int[] Run(ExecutionPlan plan, int seed)
    {
        plan.Floats(plan.Graph.Inputs[0]).CopyFromCPU(Stream, RandomNetwork.Input(seed)["x"]);
        plan.Run(Stream);
        return [.. plan.Graph.Outputs.SelectMany(output => Read(plan, output.Name)).Select(BitConverter.SingleToInt32Bits)];
    }

    private float[] Read(ExecutionPlan plan, string output)
    {
        float[] values = new float[plan.Floats(output).Length];
        plan.Floats(output).CopyToCPU(Stream, values);
        Stream.Synchronize();
        return values;
    }
}
