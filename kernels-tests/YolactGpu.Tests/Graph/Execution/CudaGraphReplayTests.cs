using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Tests.Kernels.Devices.Cuda;

namespace YolactGpu.Tests.Graph.Execution;

/// <summary>When launches are captured, replayed and given up, against a driver that is not there.</summary>
public sealed class CudaGraphReplayTests
{
    private static readonly string[] CaptureAndLaunch = ["begin 7", "plain", "end 7", "instantiate", "free graph", "launch 7"];

    private FakeCudaGraphs driver = null!;
    private CudaGraphReplay replay = null!;
    private Action launch = null!;

    [SetUp]
    public void CreateReplay()
    {
        driver = new FakeCudaGraphs();
        launch = () => driver.Calls.Add("plain");
        replay = new CudaGraphReplay(driver, 7, () => launch());
    }

    [TearDown]
    public void NothingIsLeftBehind()
    {
        replay.Dispose();
        Assert.That(driver.Alive, Is.Zero);
    }

    [Test]
    public void The_first_run_launches_the_second_is_captured_and_the_others_replay()
    {
        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "plain" }));
        Assert.That(CallsOf(Run), Is.EqualTo(CaptureAndLaunch));
        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "launch 7" }));
        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "launch 7" }));

        Assert.That(replay.IsCaptured);
        Assert.That(replay.Refusal, Is.Null);
    }

    [Test]
    public void Disposing_frees_the_graph_once()
    {
        Run();
        Run();

        Assert.That(CallsOf(replay.Dispose), Is.EqualTo(new[] { "free executable" }));
        Assert.That(CallsOf(replay.Dispose), Is.Empty);
        Assert.That(Run, Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase("begin", new[] { "begin 7", "plain" })]
    [TestCase("end", new[] { "begin 7", "plain", "end 7", "capturing?", "plain" })]
    [TestCase("instantiate", new[] { "begin 7", "plain", "end 7", "instantiate", "free graph", "capturing?", "plain" })]
    public void A_refusal_is_kept_and_the_run_launches_plainly(string function, string[] expected)
    {
        driver.Refused.Add(function);
        Run();

        Assert.That(CallsOf(Run), Is.EqualTo(expected));
        Assert.That(replay.Refusal, Is.EqualTo($"{function} was refused"));
        Assert.That(replay.IsCaptured, Is.False);
        Assert.That(driver.Alive, Is.Zero);
    }

    [TestCase("begin")]
    [TestCase("end")]
    [TestCase("instantiate")]
    public void What_was_refused_is_not_tried_again(string function)
    {
        driver.Refused.Add(function);
        Run();
        Run();
        driver.Refused.Clear();

        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "plain" }));
        Assert.That(replay.Refusal, Is.EqualTo($"{function} was refused"));
    }

    [Test]
    public void A_capture_without_a_graph_is_a_refusal()
    {
        driver.Refused.Add("graph");
        Run();

        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "begin 7", "plain", "end 7", "capturing?", "plain" }));
        Assert.That(replay.Refusal, Is.EqualTo("the capture gave no graph"));
    }

    [Test]
    public void A_replay_that_is_refused_frees_the_graph_and_launches_plainly()
    {
        Run();
        Run();
        driver.Refused.Add("launch");

        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "launch 7", "free executable", "plain" }));
        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "plain" }));
        Assert.That(replay.Refusal, Is.EqualTo("launch was refused"));
    }

    [Test]
    public void A_launch_that_fails_in_a_capture_ends_it_and_is_tried_plainly()
    {
        Run();
        int launches = 0;

        launch = () =>
        {
            driver.Calls.Add("plain");
            if (++launches == 1)
            {
                throw new InvalidOperationException("not while capturing");
            }
        };

        string[] calls = CallsOf(Run);

        Assert.That(calls, Is.EqualTo(new[] { "begin 7", "plain", "end 7", "free graph", "capturing?", "plain" }));
        Assert.That(driver.Capturing, Is.False);
        Assert.That(replay.Refusal, Is.EqualTo("a launch failed while it was captured: not while capturing"));
    }

    [Test]
    public void A_launch_that_always_fails_tells_so_and_leaves_no_capture_behind()
    {
        Run();

        Action works = launch;
        launch = () => throw new InvalidOperationException("broken");
        Assert.That(Run, Throws.InvalidOperationException.With.Message.EqualTo("broken"));
        launch = works;
        Assert.That(driver.Capturing, Is.False);
        Assert.That(driver.Alive, Is.Zero);
        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "plain" }), "the stream goes on");
    }

    [Test]
    public void A_first_run_that_fails_is_a_first_run_again()
    {
        Action works = launch;
        launch = () => throw new InvalidOperationException("broken");
        Assert.That(Run, Throws.InvalidOperationException);
        launch = works;

        Assert.That(CallsOf(Run), Is.EqualTo(new[] { "plain" }));
        Assert.That(CallsOf(Run), Is.EqualTo(CaptureAndLaunch));
    }

    [Test]
    public void A_stream_that_cannot_be_freed_of_its_capture_is_an_error()
    {
        driver.KeepsCapturing = true;
        driver.Refused.Add("end");
        Run();

        Assert.That(
            Run, Throws.InvalidOperationException.With.Message.EqualTo("The stream is of no use any longer, its capture could not be ended: end was refused."));
    }

    private void Run() => replay.Run(CancellationToken.None);

    private string[] CallsOf(Action action)
    {
        driver.Calls.Clear();
        action();
        return [.. driver.Calls];
    }
}
