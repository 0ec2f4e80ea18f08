using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace YolactGpu.Video;

/// <summary>Stages of a pipeline: each works on its own, ahead of the next one by so many items at most, in order.</summary>
internal static class Stages
{
    /// <summary>
    /// Runs a sequence on a thread of its own, ahead of whoever reads it by at most <paramref name="capacity"/> items. It ends with the
    /// reader, and only once the sequence has let go of what it holds; its error comes after the items before it.
    /// </summary>
    /// <param name="items">The sequence; the token that it is given is cancelled too when the reader leaves early.</param>
    /// <param name="capacity">Items that may wait.</param>
    /// <param name="cancellation">Ends both.</param>
    /// <typeparam name="T">What goes through.</typeparam>
    internal static async IAsyncEnumerable<T> RunAhead<T>(
        this IAsyncEnumerable<T> items, int capacity, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Channel<T> channel = Channel.CreateBounded<T>(
            new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(() => Produce(items, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (T item in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Starts work on every item, on so many of them at a time, and gives the results in order. A result does not wait for the item behind
    /// it. An error of the sequence comes after the results of the items before it; the reader may leave early, and what is under way then
    /// is cancelled and waited for.
    /// </summary>
    /// <param name="items">The sequence.</param>
    /// <param name="count">Items under way at a time; at 1, an item is asked for only once the result before it was taken.</param>
    /// <param name="start">Starts the work.</param>
    /// <param name="cancellation">Ends it all.</param>
    /// <typeparam name="TIn">What comes.</typeparam>
    /// <typeparam name="TOut">What goes.</typeparam>
    internal static async IAsyncEnumerable<TOut> InFlight<TIn, TOut>(
        this IAsyncEnumerable<TIn> items,
        int count,
        Func<TIn, CancellationToken, Task<TOut>> start,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using IAsyncEnumerator<TIn> source = items.GetAsyncEnumerator(stop.Token);
        Queue<Task<TOut>> underWay = [];
        Task<bool>? next = null;
        ExceptionDispatchInfo? error = null;
        bool isAtEnd = false;
        try
        {
            while (!isAtEnd || underWay.Count > 0)
            {
                next ??= isAtEnd || underWay.Count == count ? null : source.MoveNextAsync().AsTask();
                if (underWay.TryPeek(out Task<TOut>? first))
                {
                    await Task.WhenAny(next is null ? [first] : new Task[] { first, next }).ConfigureAwait(false);
                    if (first.IsCompleted)
                    {
                        yield return await underWay.Dequeue().ConfigureAwait(false);
                        continue;
                    }
                }

                try
                {
                    isAtEnd = !await next!.ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    error = ExceptionDispatchInfo.Capture(e);
                    isAtEnd = true;
                }

                next = null;
                if (!isAtEnd)
                {
                    underWay.Enqueue(start(source.Current, stop.Token));
                }
            }

            error?.Throw();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. underWay, next ?? Task.CompletedTask]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Changes every item as it comes by.</summary>
    /// <typeparam name="TIn">What comes.</typeparam>
    /// <typeparam name="TOut">What goes.</typeparam>
    internal static async IAsyncEnumerable<TOut> Each<TIn, TOut>(
        this IAsyncEnumerable<TIn> items, Func<TIn, TOut> change, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        await foreach (TIn item in items.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return change(item);
        }
    }

    private static async Task Produce<T>(IAsyncEnumerable<T> items, ChannelWriter<T> writer, CancellationToken cancellation)
    {
        Exception? error = null;
        try
        {
            await foreach (T item in items.WithCancellation(cancellation).ConfigureAwait(false))
            {
                await writer.WriteAsync(item, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // Whatever it is, the reader gets it.
            error = e;
        }

        writer.Complete(error);
    }
}
