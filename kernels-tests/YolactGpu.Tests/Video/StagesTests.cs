using NUnit.Framework;
using YolactGpu.Video;

namespace YolactGpu.Tests.Video;

public sealed class StagesTests
{
    [Test]
    public async Task Items_keep_their_order_through_all_stages()
    {
        List<int> read = [];
        await foreach (int item in Numbers(200).RunAhead(3).Each(number => number * 2).RunAhead(1))
        {
            read.Add(item);
        }

        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 200).Select(number => number * 2)));
    }

    [Test]
    public async Task No_more_items_are_made_ahead_than_may_wait()
    {
        int made = 0;
        int most = 0;
        int read = 0;
        await foreach (int item in Numbers(100, _ => made++).RunAhead(2))
        {
            // Two wait, one is at the door, and one is here.
            most = Math.Max(most, made - read);
            read++;
        }

        Assert.That(most, Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void An_error_comes_after_the_items_before_it()
    {
        List<int> read = [];
        IAsyncEnumerable<int> items = Numbers(10, number => throw new InvalidOperationException($"no {number}"), failAt: 3);

        Assert.That(
            async () =>
            {
                await foreach (int item in items.RunAhead(8))
                {
                    read.Add(item);
                }
            },
            Throws.InvalidOperationException.With.Message.EqualTo("no 3"));
        Assert.That(read, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task A_reader_that_leaves_ends_the_sequence()
    {
        bool hasEnded = false;
        await foreach (int item in Numbers(int.MaxValue, ended: () => hasEnded = true).RunAhead(2))
        {
            if (item == 5)
            {
                break;
            }
        }

        Assert.That(hasEnded);
    }

    private static async IAsyncEnumerable<int> Numbers(int count, Action<int>? before = null, int failAt = 0, Action? ended = null)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                if (i >= failAt)
                {
                    before?.Invoke(i);
                }

                yield return i;
            }

            await Task.CompletedTask;
        }
        finally
        {
            ended?.Invoke();
        }
    }
}
