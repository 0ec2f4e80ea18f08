using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Passes;

namespace YolactGpu.Tests.Graph.Execution;

/// <summary>Plans that run as few launches on the CPU device.</summary>
public sealed class CpuReplayTests(string device) : GraphFixture(device)
{
    private DeviceConstants constants = null!;
    private ExecutionPlan plan = null!;

    [OneTimeSetUp]
    public void NeedsTheCpu()
    {
        if (Accelerator.AcceleratorType != AcceleratorType.CPU)
        {
            Assert.Ignore("Launches are run together on the CPU device alone.");
        }
    }

    [TearDown]
    public void DisposePlan()
    {
        plan.Dispose();
        constants.Dispose();
    }

    [Test]
    public void A_plan_gives_what_it_gives_launch_by_launch([Values(3, 4, 5)] int seed)
    {
        CompilePlan(seed);
        int[] expected = Run(seed, () => plan.Run(Stream));
        using PlanRunner runner = CreateRunner(2, 2, plan.Steps.Length);

        for (int run = 0; run < 3; run++)
        {
            int[] found = Run(seed, () => RunAll(runner, 3));
            Assert.That(found, Is.EqualTo(expected), $"run {run}");
        }

        Assert.That(runner.Manner.ToString(), Is.EqualTo($"{plan.Steps.Length} steps in 2 launches"));
    }

    [Test]
    public void A_cancelled_run_throws_and_the_next_is_whole()
    {
        CompilePlan(3);
        int[] expected = Run(3, () => plan.Run(Stream));
        using PlanRunner runner = CreateRunner(plan.Steps.Length);
        CancellationToken cancelled = new(canceled: true);

        Assert.That(() => runner.Run(0, cancelled), Throws.InstanceOf<OperationCanceledException>());
        int[] found = Run(3, () => RunAll(runner, 1));
        Assert.That(() => runner.Run(0, cancelled), Throws.InstanceOf<OperationCanceledException>());
        int[] foundAgain = Run(3, () => RunAll(runner, 1));

        Assert.That(found, Is.EqualTo(expected));
        Assert.That(foundAgain, Is.EqualTo(expected));
    }

    [Test]
    public void What_is_disposed_runs_no_more()
    {
        CompilePlan(3);
        PlanRunner runner = CreateRunner(plan.Steps.Length);
        runner.Run(0, CancellationToken.None);
        Stream.Synchronize();
        runner.Dispose();
        runner.Dispose();

        Assert.That(() => runner.Run(0, CancellationToken.None), Throws.TypeOf<ObjectDisposedException>());
    }

    private static void RunAll(PlanRunner runner, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            runner.Run(part, CancellationToken.None);
        }
    }

    private void CompilePlan(int seed)
    {
        constants = new DeviceConstants(Accelerator);
        plan = ExecutionPlan.Compile(
            GraphPass.ApplyAll(RandomNetwork.Build(seed, layerCount: 12), [.. GraphPass.Inference]), Lowering, constants);
    }

    private PlanRunner CreateRunner(params ReadOnlySpan<int> ends) =>
        new(plan, Stream, ends, launch => new CpuReplay(Lowering.Kernels, Stream, launch), default);

    private int[] Run(int seed, Action run)
    {
        plan.Floats(plan.Graph.Inputs[0]).CopyFromCPU(Stream, RandomNetwork.Input(seed)["x"]);
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
