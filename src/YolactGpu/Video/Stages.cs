using System.Runtime.CompilerServices;
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
