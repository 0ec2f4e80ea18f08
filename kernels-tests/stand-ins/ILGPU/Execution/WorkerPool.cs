using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>
/// Shares the indices of one launch at a time between the calling thread and a few threads of its own, in chunks that
/// shrink towards the end. Idle threads look out for work for a moment, then sleep.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int Closed = int.MinValue;
    private static readonly long LookOut = Stopwatch.Frequency / 20_000; // 50 us

    private readonly CPUAccelerator accelerator;
    private readonly int size;
    private readonly Lane callerLane;
    private readonly Lane[] lanes;
    private readonly Thread[] threads;
    private readonly object sleep = new();
    private readonly object finish = new();
    private int sleepers;
    private int epoch;
    private int gate = Closed;
    private bool isCallerWaiting;
    private volatile bool isDisposed;
    private KernelJob? job;
    private long total;
    private long next;
    private ExceptionDispatchInfo? failure;

    public WorkerPool(CPUAccelerator accelerator, int size)
    {
        this.accelerator = accelerator;
        this.size = size;
        callerLane = new Lane(accelerator, accelerator.IsStrict);
        lanes = new Lane[size - 1];
        threads = new Thread[size - 1];
    }

    /// <summary>Runs a launch to its end. The caller holds the accelerator's gate.</summary>
    public void Run(KernelJob launch, long count)
    {
        ObjectDisposedException.ThrowIf(isDisposed, accelerator);
        Lane? outer = Lane.Current;
        Lane.Current = callerLane;
        try
        {
            if (count == 1 || size == 1)
            {
                launch.Run(0, count, callerLane);
            }
            else
            {
                RunShared(launch, count);
            }
        }
        catch (Exception e) when (e is not KernelException)
        {
            throw Named(launch, e);
        }
        finally
        {
            Lane.Current = outer;
        }
    }

    /// <summary>Runs something as the caller's lane alone.</summary>
    public void RunAlone(Action<Lane> work)
    {
        ObjectDisposedException.ThrowIf(isDisposed, accelerator);
        Lane? outer = Lane.Current;
        Lane.Current = callerLane;
        try
        {
            work(callerLane);
        }
        finally
        {
            Lane.Current = outer;
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        lock (sleep)
        {
            Monitor.PulseAll(sleep);
        }

        foreach (Thread? thread in threads)
        {
            thread?.Join();
        }

        callerLane.Dispose();
        foreach (Lane? lane in lanes)
        {
            lane?.Dispose();
        }
    }

    private static KernelException Named(KernelJob launch, Exception failure) =>
        new($"Kernel {launch.Name} failed: {failure.Message}", failure);

    private void RunShared(KernelJob launch, long count)
    {
        StartThreads();
        job = launch;
        total = count;
        next = 0;
        failure = null;
        Interlocked.Add(ref gate, Closed); // opens it
        Interlocked.Increment(ref epoch);
        if (Volatile.Read(ref sleepers) > 0)
        {
            lock (sleep)
            {
                Monitor.PulseAll(sleep);
            }
        }

        TakeChunks(callerLane);
        Interlocked.Add(ref gate, Closed); // closes it: from here on nobody joins
        AwaitOthers();
        job = null;
        failure?.Throw();
    }

    private void StartThreads()
    {
        if (threads.Length == 0 || threads[0] is not null)
        {
            return;
        }

        for (int i = 0; i < threads.Length; i++)
        {
            Lane lane = lanes[i] = new Lane(accelerator, isStrict: false);
            threads[i] = new Thread(() => Work(lane)) { IsBackground = true, Name = "ILGPU stand-in worker" };
            threads[i].Start();
        }
    }

    private void AwaitOthers()
    {
        SpinWait spin = default;
        while (Volatile.Read(ref gate) != Closed)
        {
            if (spin.Count < 40)
            {
                spin.SpinOnce(sleep1Threshold: -1);
                continue;
            }

            lock (finish)
            {
                isCallerWaiting = true;
                Interlocked.MemoryBarrier();
                if (Volatile.Read(ref gate) != Closed)
                {
                    Monitor.Wait(finish, millisecondsTimeout: 1);
                }

                isCallerWaiting = false;
            }
        }
    }

    private void Work(Lane lane)
    {
        Lane.Current = lane;
        int seen = 0;
        while (true)
        {
            AwaitEpochAfter(seen);
            seen = Volatile.Read(ref epoch);
            if (isDisposed)
            {
                return;
            }

            if (Interlocked.Increment(ref gate) > 0)
            {
                TakeChunks(lane);
            }

            if (Interlocked.Decrement(ref gate) == Closed && Volatile.Read(ref isCallerWaiting))
            {
                lock (finish)
                {
                    Monitor.Pulse(finish);
                }
            }
        }
    }

    private void AwaitEpochAfter(int seen)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < LookOut)
        {
            if (Volatile.Read(ref epoch) != seen || isDisposed)
            {
                return;
            }

            Thread.SpinWait(20);
        }

        lock (sleep)
        {
            Interlocked.Increment(ref sleepers);
            while (Volatile.Read(ref epoch) == seen && !isDisposed)
            {
                Monitor.Wait(sleep);
            }

            Interlocked.Decrement(ref sleepers);
        }
    }

    private void TakeChunks(Lane lane)
    {
        try
        {
            long begin = Volatile.Read(ref next);
            while (begin < total)
            {
                long end = begin + Math.Max(1, (total - begin) / (4 * size));
                long found = Interlocked.CompareExchange(ref next, end, begin);
                if (found == begin)
                {
                    job!.Run(begin, end, lane);
                    found = Volatile.Read(ref next);
                }

                begin = found;
            }
        }
        catch (Exception e)
        {
            Exception named = e as KernelException ?? Named(job!, e);
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(named), null);
            Volatile.Write(ref next, total);
        }
    }
}
