using NUnit.Framework;

namespace YolactGpu.Tests.Library;

public sealed class LaneGateTests
{
    [Test]
    public void The_lane_that_was_left_last_is_taken_first()
    {
        using LaneGate gate = new(3);
        int first = gate.Enter(CancellationToken.None);
        int second = gate.Enter(CancellationToken.None);
        gate.Leave(second, isGivenUp: false);
        gate.Leave(first, isGivenUp: false);

        Assert.That((first, second), Is.EqualTo((0, 1)));
        Assert.That(gate.Enter(CancellationToken.None), Is.Zero);
    }

    [Test]
    public async Task Whoever_finds_none_free_waits_for_one()
    {
        using LaneGate gate = new(1);
        gate.Enter(CancellationToken.None);
        Task<int> waiting = gate.EnterAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);

        gate.Leave(0, isGivenUp: false);

        Assert.That(await waiting, Is.Zero);
    }

    [Test]
    public void Waiting_can_be_cancelled_and_takes_nothing()
    {
        using LaneGate gate = new(1);
        gate.Enter(CancellationToken.None);
        using CancellationTokenSource cancellation = new();
        Task<int> waiting = gate.EnterAsync(cancellation.Token);
        cancellation.Cancel();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        gate.Leave(0, isGivenUp: false);
        Assert.That(gate.Enter(CancellationToken.None), Is.Zero);
    }

    [Test]
    public void A_lane_that_is_given_up_is_not_handed_out_again()
    {
        using LaneGate gate = new(2);
        gate.Enter(CancellationToken.None);
        int second = gate.Enter(CancellationToken.None);
        gate.Leave(second, isGivenUp: true);
        Assert.That(gate.EnterAsync(CancellationToken.None).IsCompleted, Is.False);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Once_closed_all_lanes_are_waited_for_and_who_waits_is_let_in(bool isGivenUp)
    {
        using LaneGate gate = new(2);
        gate.Enter(CancellationToken.None);
        int second = gate.Enter(CancellationToken.None);
        gate.Dispose();
        Task all = Task.Run(gate.WaitForAll);
        gate.Leave(0, isGivenUp: false);
        gate.Leave(second, isGivenUp);
        await all;

        Assert.That(gate.IsClosed);
        Assert.That(gate.Enter(CancellationToken.None), Is.AnyOf(0, 1));
        Assert.That(gate.Enter(CancellationToken.None), Is.AnyOf(0, 1));
    }
}
