using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Model.Inference;
using YolactGpu.Tests.Kernels.Devices.Cuda;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Model.Inference;

/// <summary>Inference whose plan is captured and replayed by a driver that is not there.</summary>
public sealed class InferenceReplayTests : InferenceFixture
{
    private FakeCudaGraphs driver = null!;
    private CountingStream stream = null!;

    [SetUp]
    public void CreateDriver()
    {
        driver = new FakeCudaGraphs();
        stream = new CountingStream(Accelerator);
    }

    [TearDown]
    public void NothingIsLeftBehind()
    {
        stream.Dispose();
        Assert.That(driver.Alive, Is.Zero);
    }

    [Test]
    public void Replayed_runs_give_what_plain_runs_give_and_wait_once()
    {
        ImagePixels[][] photos = [Images(1, 97, 61), Images(1, 40, 90), Images(1, 64, 33), Images(1, 97, 61)];
        using YolactInference plain = Create(1, new InferenceOptions { CpuSequence = false });
        using YolactInference replayed = Create(1, AsOnGpus(stream) with { Target = new CudaGraphTarget(driver, 3) });
        ReplayOnCpu(replayed);

        foreach (ImagePixels[] images in photos)
        {
            string[] expected = Describe(CollectedInstances.Of(plain, images, Filter));
            Assert.That(Describe(CollectedInstances.Of(replayed, images, Filter)), Is.EqualTo(expected));
        }

        Assert.That(replayed.Launches.IsReplayed, replayed.Launches.ToString());
        Assert.That(driver.Calls.Count(call => call == "launch 3"), Is.EqualTo(2 * (photos.Length - 1)), "the network and the detections");
        Assert.That(stream.Waits, Is.EqualTo(photos.Length));
    }

    [TestCase("begin")]
    [TestCase("end")]
    [TestCase("instantiate")]
    [TestCase("launch")]
    public void A_refusal_changes_no_result_and_is_told(string function)
    {
        driver.Refused.Add(function);
        ImagePixels[] images = Images(1, 97, 61);
        using YolactInference inference = Create(1, AsOnGpus(stream) with { Target = new CudaGraphTarget(driver, 3) });
        string[] expected = Describe(CollectedInstances.Of(inference, images, Filter));

        // The CPU device runs what is captured, and then the plain launches in the same arena: nothing can be said of this run.
        CollectedInstances.Of(inference, images, Filter);

        Assert.That(Describe(CollectedInstances.Of(inference, images, Filter)), Is.EqualTo(expected));
        Assert.That(inference.Launches, Is.EqualTo(new LaunchManner(false, $"{function} was refused", IsRefused: true)));
    }

    [Test]
    public void Plans_of_other_batch_sizes_have_graphs_of_their_own()
    {
        InferenceOptions options = AsOnGpus(stream) with { Target = new CudaGraphTarget(driver, 3) };
        YolactInference one = Create(1, options);
        using YolactInference two = Create(2, options);
        foreach (YolactInference inference in new[] { one, two, one, two })
        {
            CollectedInstances.Of(inference, Images(inference.Batch, 50, 50), Filter);
        }

        Assert.That(driver.Alive, Is.EqualTo(4));
        one.Dispose();
        Assert.That(driver.Alive, Is.EqualTo(2));
        Assert.That(two.Launches.IsReplayed);
    }

    [Test]
    public void The_CPU_device_runs_the_plan_as_two_launches_with_the_same_results()
    {
        using YolactInference plain = Create(2, new InferenceOptions { CpuSequence = false });
        using YolactInference inference = Create(2, new InferenceOptions());

        foreach (ImagePixels[] images in new[] { Images(2, 97, 61), Images(1, 40, 90), Images(2, 64, 33) })
        {
            string[] expected = Describe(CollectedInstances.Of(plain, images, Filter));
            Assert.That(Describe(CollectedInstances.Of(inference, images, Filter)), Is.EqualTo(expected));
        }

        Assert.That(plain.Launches.ToString(), Is.EqualTo("plain launches: the device is not of CUDA"));
        Assert.That(inference.Launches, Is.EqualTo(new LaunchManner(true, $"{inference.Plan.Steps.Length} steps in 2 launches")));
    }

    /// <summary>
    /// The first launch of an executable does nothing, because the CPU device has just run what was captured; the others run that part
    /// of the plan. The network's part is captured first.
    /// </summary>
    private void ReplayOnCpu(YolactInference inference)
    {
        ExecutionPlan plan = inference.Plan;
        int end = plan.Steps.TakeWhile(step => !step.Node.Name.StartsWith("detect.", StringComparison.Ordinal)).Count();
        List<nint> known = [];
        driver.Launched = executable =>
        {
            int part = known.IndexOf(executable);
            if (part < 0)
            {
                known.Add(executable);
            }
            else
            {
                plan.Run(stream, part == 0 ? 0 : end, part == 0 ? end : plan.Steps.Length, CancellationToken.None);
            }
        };
    }
}
