using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Passes;
using YolactGpu.Tests.Kernels.Devices.Cuda;

namespace YolactGpu.Tests.Graph.Execution;

public sealed class PlanRunnerTests(string device) : GraphFixture(device)
{
    private static readonly LaunchManner Elsewhere = new(false, "the device is not of CUDA");

    private DeviceConstants constants = null!;
    private ExecutionPlan plan = null!;
    private FakeCudaGraphs driver = null!;

    [SetUp]
    public void CompilePlan()
    {
        constants = new DeviceConstants(Accelerator);
        plan = ExecutionPlan.Compile(
            GraphPass.ApplyAll(RandomNetwork.Build(seed: 3, layerCount: 12), [.. GraphPass.Inference]), Lowering, constants);
        driver = new FakeCudaGraphs();
    }

    [TearDown]
    public void DisposePlan()
    {
        plan.Dispose();
        constants.Dispose();
        Assert.That(driver.Alive, Is.Zero);
    }

    [Test]
    public void A_plan_in_parts_gives_what_it_gives_whole()
    {
        int[] expected = Run(() => plan.Run(Stream));
        using PlanRunner runner = new(plan, Stream, [2, 2, plan.Steps.Length], null, Elsewhere);

        int[] found = Run(() => RunAll(runner, 3));

        Assert.That(found, Is.EqualTo(expected));
        Assert.That(runner.Manner.ToString(), Is.EqualTo("plain launches: the device is not of CUDA"));
    }

    [Test]
    public void Each_part_is_captured_in_its_second_run()
    {
        using PlanRunner runner = new(plan, Stream, [2, plan.Steps.Length], OnDriver, default);
        RunAll(runner, 2);
        string before = runner.Manner.ToString();
        RunAll(runner, 2);
        string captured = runner.Manner.ToString();
        driver.Calls.Clear();
        RunAll(runner, 2);
        Stream.Synchronize();

        Assert.That(before, Is.EqualTo("plain launches: only the second run is captured"));
        Assert.That(captured, Is.EqualTo($"CUDA graph: {plan.Steps.Length} steps in 2 graphs"));
        Assert.That(driver.Calls, Is.EqualTo(new[] { "launch 5", "launch 5" }));
        Assert.That(driver.Alive, Is.EqualTo(2));
    }

    [Test]
    public void A_part_without_launches_has_no_graph()
    {
        using PlanRunner runner = new(plan, Stream, [0, plan.Steps.Length], OnDriver, default);
        RunAll(runner, 2);
        RunAll(runner, 2);
        Stream.Synchronize();

        Assert.That(runner.Manner.IsReplayed);
        Assert.That(driver.Alive, Is.EqualTo(1));
    }

    [Test]
    public void A_refusal_in_any_part_is_told()
    {
        driver.Refused.Add("instantiate");
        using PlanRunner runner = new(plan, Stream, [2, plan.Steps.Length], OnDriver, default);
        RunAll(runner, 2);
        RunAll(runner, 2);
        Stream.Synchronize();
        int[] expected = Run(() => plan.Run(Stream));

        int[] found = Run(() => RunAll(runner, 2));

        Assert.That(runner.Manner, Is.EqualTo(new LaunchManner(false, "instantiate was refused", IsRefused: true)));
        Assert.That(found, Is.EqualTo(expected), "plain launches give what the plan gives");
    }

    [Test]
    public void A_cancelled_run_replays_nothing_and_begins_no_capture()
    {
        CancellationToken cancelled = new(canceled: true);
        using PlanRunner runner = new(plan, Stream, [plan.Steps.Length], OnDriver, default);
        runner.Run(0, CancellationToken.None);

        Assert.That(() => runner.Run(0, cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(driver.Calls, Is.Empty);
        runner.Run(0, CancellationToken.None);
        driver.Calls.Clear();
        Assert.That(() => runner.Run(0, cancelled), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(driver.Calls, Is.Empty);
        Stream.Synchronize();
    }

    [Test]
    public void A_replay_allocates_nothing()
    {
        using PlanRunner runner = new(plan, Stream, [plan.Steps.Length], OnDriver, default);
        RunAll(runner, 1);
        RunAll(runner, 1);
        Stream.Synchronize();
        driver.KeepsCalls = false;

        long before = GC.GetAllocatedBytesForCurrentThread();
        runner.Run(0, CancellationToken.None);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private IReplay OnDriver(Action<AcceleratorStream> launch) => new CudaGraphTarget(driver, 5).Replay(() => launch(Stream));

    private static void RunAll(PlanRunner runner, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            runner.Run(part, CancellationToken.None);
        }
    }

    private int[] Run(Action run)
    {
        plan.Floats(plan.Graph.Inputs[0]).CopyFromCPU(Stream, RandomNetwork.Input(3)["x"]);
        run();
        Stream.Synchronize();
        return [.. plan.Graph.Outputs.SelectMany(output => Read(output.Name)).Select(BitConverter.SingleToInt32Bits)];
    }

    private float[] Read(string output)
    {
        float[] values = new float[plan.Floats(output).Length];
        plan.Floats(output).CopyToCPU(Stream, values);
        Stream.Synchronize();
        return values;
    }
}
