using NUnit.Framework;
using YolactGpu.Video;

namespace YolactGpu.Tests.Video;

public sealed class InFlightTests
{
    [Test]
    public async Task Results_come_in_order_whatever_ends_first([Range(1, 4)] int count)
    {
        List<int> results = [];
        await foreach (int result in Numbers(6).InFlight(count, async (number, _) =>
        {
            for (int i = number; i < 6; i++)
            {
                await Task.Yield();
            }

            return number * 10;
        }))
        {
            results.Add(result);
        }

        Assert.That(results, Is.EqualTo(new[] { 0, 10, 20, 30, 40, 50 }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task So_many_are_under_way_at_a_time(int count)
    {
        List<TaskCompletionSource<int>> started = [];
        await using IAsyncEnumerator<int> results = Numbers(5).InFlight(count, (number, _) =>
        {
            started.Add(new TaskCompletionSource<int>());
            return started[^1].Task;
        }).GetAsyncEnumerator();

        Task<bool> first = results.MoveNextAsync().AsTask();
        Assert.That(started, Has.Count.EqualTo(count));
        started[0].SetResult(7);
        Assert.That(await first);
        Assert.That(results.Current, Is.EqualTo(7));
        Assert.That(started, Has.Count.EqualTo(count), "the next one starts when somebody asks for it");
        started.ForEach(each => each.TrySetResult(8));
    }

    [Test]
    public async Task A_result_does_not_wait_for_the_item_behind_it()
    {
        TaskCompletionSource never = new();
        await using IAsyncEnumerator<int> results = Slow(never.Task).InFlight(2, (number, _) => Task.FromResult(number)).GetAsyncEnumerator();

        Assert.That(await results.MoveNextAsync());
        Assert.That(results.Current, Is.EqualTo(1));
        never.SetResult();
        Assert.That(await results.MoveNextAsync(), Is.False);
    }

    [Test]
    public void An_error_of_the_sequence_comes_after_what_lies_before_it()
    {
        List<int> results = [];

        Assert.That(
            async () =>
            {
                await foreach (int result in Failing().InFlight(3, async (number, _) =>
                {
                    await Task.Yield();
                    return number;
                }))
                {
                    results.Add(result);
                }
            },
            Throws.InvalidOperationException.With.Message.EqualTo("torn"));
        Assert.That(results, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task What_is_under_way_is_cancelled_and_waited_for_when_the_reader_leaves()
    {
        int started = 0;
        int ended = 0;
        await foreach (int result in Numbers(9).InFlight(3, async (number, cancellation) =>
        {
            if (number == 0)
            {
                return number;
            }

            started++;
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return number;
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }))
        {
            Assert.That(result, Is.Zero);
            break;
        }

        Assert.That(started, Is.Not.GreaterThan(2));
        Assert.That(ended, Is.EqualTo(started));
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<int> Slow(Task end)
    {
        yield return 1;
        await end;
    }

    private static async IAsyncEnumerable<int> Failing()
    {
        yield return 1;
        yield return 2;
        await Task.Yield();
        throw new InvalidOperationException("torn");
    }
}
