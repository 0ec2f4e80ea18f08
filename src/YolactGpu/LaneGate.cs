namespace YolactGpu;

/// <summary>
/// Hands out the lanes of a model, each to one at a time; who finds none free waits. The lane that was left last goes first, so that the
/// others are made use of only where they are needed.
/// </summary>
internal sealed class LaneGate : IDisposable
{
    // Never disposed: without its wait handle it holds nothing, and threads may still be waiting in it.
    private readonly SemaphoreSlim free;
    private readonly Stack<int> lanes = [];
    private readonly Lock sync = new();
    private int inService;

    public LaneGate(int count)
    {
        free = new SemaphoreSlim(count, count);
        inService = count;
        for (int lane = count - 1; lane >= 0; lane--)
        {
            lanes.Push(lane);
        }
    }

    /// <summary>Gets a value indicating whether whoever enters from now on should leave at once.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Waits for a lane and takes it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; no lane is taken.</exception>
    public int Enter(CancellationToken cancellation)
    {
        free.Wait(cancellation);
        return Take();
    }

    /// <summary>The same without holding a thread.</summary>
    public async Task<int> EnterAsync(CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation).ConfigureAwait(false);
        return Take();
    }

    /// <summary>Gives a lane back.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="isGivenUp">Whether nobody shall get it again; once the gate is closed they all come back.</param>
    public void Leave(int lane, bool isGivenUp)
    {
        lock (sync)
        {
            if (isGivenUp && !IsClosed)
            {
                inService--;
                return;
            }

            lanes.Push(lane);
        }

        free.Release();
    }

    /// <summary>Closes the gate; nobody is kept waiting in it for good. May be called again.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            IsClosed = true;
        }
    }

    /// <summary>Once closed, waits until every lane has been given back; whoever waits to enter is then let in, to leave at once.</summary>
    public void WaitForAll()
    {
        for (int i = 0; i < inService; i++)
        {
            free.Wait();
        }

        free.Release(inService);
    }

    private int Take()
    {
        lock (sync)
        {
            return lanes.Pop();
        }
    }
}
