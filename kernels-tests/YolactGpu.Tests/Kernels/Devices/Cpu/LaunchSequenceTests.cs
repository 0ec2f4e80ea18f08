using System.Collections.Concurrent;
using NUnit.Framework;
using YolactGpu.Kernels.Devices.Cpu;

namespace YolactGpu.Tests.Kernels.Devices.Cpu;

/// <summary>How workers share recorded launches, with threads of the test's own.</summary>
public sealed class LaunchSequenceTests
{
    private static readonly int[] Counts = [1, 1000, 3, 17, 1];

    [Test]
    public void Every_index_runs_once_and_launches_in_their_order([Values(1, 2, 3, 5)] int workers)
    {
        ConcurrentQueue<(int Launch, int Index)> ran = [];
        using LaunchSequence sequence = new(Launches(ran), workers);

        for (int run = 0; run < 20; run++)
        {
            ran.Clear();
            RunAtOnce(sequence);

            (int Launch, int Index)[] order = [.. ran];
            Assert.That(order.Select(item => item.Launch), Is.Ordered);
            Assert.That(order, Is.EquivalentTo(Counts.SelectMany((count, launch) => Enumerable.Range(0, count).Select(index => (launch, index)))));
        }
    }

    [Test]
    public void One_worker_after_the_other_gets_to_the_end_too()
    {
        ConcurrentQueue<(int Launch, int Index)> ran = [];
        using LaunchSequence sequence = new(Launches(ran), workers: 3);

        for (int run = 0; run < 3; run++)
        {
            ran.Clear();
            sequence.Work();
            Assert.That(ran, Has.Count.EqualTo(Counts.Sum()), "the first worker does all");
            sequence.Work();
            sequence.Work();
            Assert.That(ran, Has.Count.EqualTo(Counts.Sum()));
        }
    }

    [Test]
    public void Nothing_runs_behind_the_launch_that_cancels_and_the_next_run_is_whole()
    {
        using CancellationTokenSource source = new();
        int last = 0;
        using LaunchSequence sequence = new(
            [new RecordedLaunch(4, _ => { }), new RecordedLaunch(2, _ => source.Cancel()), new RecordedLaunch(1, _ => last++)], workers: 2);
        sequence.CancelBy(source.Token);

        RunAtOnce(sequence);
        Assert.That(last, Is.Zero);

        sequence.CancelBy(CancellationToken.None);
        RunAtOnce(sequence);
        Assert.That(last, Is.EqualTo(1));
    }

    [Test]
    public void A_kernel_that_throws_stops_all_workers()
    {
        int last = 0;
        using LaunchSequence sequence = new(
            [
                new RecordedLaunch(1, _ => { }),
                new RecordedLaunch(1, _ => throw new InvalidOperationException("broken")),
                new RecordedLaunch(1, _ => last++),
            ],
            workers: 3);
        Assert.That(sequence.IsBroken, Is.False);

        Assert.That(() => RunAtOnce(sequence), Throws.TypeOf<AggregateException>().With.InnerException.Message.EqualTo("broken"));

        Assert.That(last, Is.Zero);
        Assert.That(sequence.IsBroken);
    }

    [Test]
    public void A_handle_names_its_sequence()
    {
        using LaunchSequence one = new([], 1);
        using LaunchSequence two = new([], 1);

        Assert.That(LaunchSequence.Of(one.Handle), Is.SameAs(one));
        Assert.That(LaunchSequence.Of(two.Handle), Is.SameAs(two));
    }

    private static RecordedLaunch[] Launches(ConcurrentQueue<(int Launch, int Index)> ran) =>
        [.. Counts.Select((count, launch) => new RecordedLaunch(count, index => ran.Enqueue((launch, index.X))))];

    private static void RunAtOnce(LaunchSequence sequence)
    {
        Task[] workers = [.. Enumerable.Range(0, sequence.Workers).Select(_ => Task.Factory.StartNew(
            sequence.Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Assert.That(Task.WhenAll(workers).ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromMinutes(1)), "a worker hangs");
        Task.WaitAll(workers);
    }
}
