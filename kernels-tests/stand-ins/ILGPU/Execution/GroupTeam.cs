using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>
/// Runs the lanes of a group on threads of their own, one at a time: who holds the baton runs, and passes it on where
/// its lane waits at a barrier or ends. A lane that ends gives its thread to one that has not started, so that groups
/// without barriers need one thread. Where nobody can go on while lanes wait, their barrier diverges: an error, never a
/// hang. The strict manner chooses at random, from a fixed seed, who goes on.
/// </summary>
internal sealed class GroupTeam(CPUAccelerator accelerator, bool isStrict) : IDisposable
{
    private const int StackLength = 512 * 1024;

    private readonly List<TeamLane> lanes = [];
    private readonly List<BarrierScope> warps = [];
    private readonly BarrierScope group = new();
    private readonly List<TeamLane> unstarted = [];
    private readonly List<TeamLane> ready = [];
    private readonly Stack<Baton> idle = new();
    private readonly List<(Thread Thread, Baton Baton)> helpers = [];
    private readonly Baton host = new();
    private readonly Random random = new(20190404);
    private bool isHostIdle;
    private bool isDisposing;
    private bool isAborting;
    private int size;
    private int finished;
    private ExplicitKernel kernel = null!;
    private Exception? failure;

    public void Run(ExplicitKernel launch, in KernelConfig config, long groupNumber, Index3D index, GroupMemory shared)
    {
        Lane? outer = Lane.Current;
        kernel = launch;
        Begin(config, groupNumber, index, shared);
        Participate(host, isHost: true);
        Lane.Current = outer;
        if (failure is not null)
        {
            throw new KernelException($"Kernel {launch.Name} failed in group {index}: {failure.Message}", failure);
        }
    }

    public int Meet(Lane lane, bool vote)
    {
        Wait(lanes[lane.ThreadNumber], group, vote);
        return group.LastVotes;
    }

    public void MeetWarp(Lane lane) => Wait(lanes[lane.ThreadNumber], lanes[lane.ThreadNumber].Warp, false);

    public unsafe T ExchangeInGroup<T>(Lane lane, T value, int source)
        where T : unmanaged => Exchange(lanes[lane.ThreadNumber], group, lane.ThreadNumber, value, source);

    public unsafe T ExchangeInWarp<T>(Lane lane, T value, int source)
        where T : unmanaged
    {
        TeamLane member = lanes[lane.ThreadNumber];
        return Exchange(member, member.Warp, member.NumberInWarp, value, source);
    }

    public void Dispose()
    {
        isDisposing = true;
        foreach ((Thread thread, Baton baton) in helpers)
        {
            baton.Pass();
            thread.Join();
        }

        lanes.ForEach(member => member.Lane.Dispose());
        warps.ForEach(scope => scope.Dispose());
        group.Dispose();
    }

    private void Begin(in KernelConfig config, long groupNumber, Index3D index, GroupMemory shared)
    {
        size = config.GroupDim.Size;
        finished = 0;
        failure = null;
        isAborting = false;
        isHostIdle = false;
        ready.Clear();
        unstarted.Clear();
        group.Begin(size);
        int warpSize = accelerator.WarpSize;
        for (int thread = 0; thread < size; thread++)
        {
            if (thread == lanes.Count)
            {
                lanes.Add(new TeamLane(new Lane(accelerator, isStrict)));
            }

            int warp = thread / warpSize;
            if (warp == warps.Count)
            {
                warps.Add(new BarrierScope());
            }

            if (thread % warpSize == 0)
            {
                warps[warp].Begin(Math.Min(warpSize, size - thread));
            }

            TeamLane member = lanes[thread];
            member.Warp = warps[warp];
            member.NumberInWarp = thread % warpSize;
            member.Lane.BeginGroup(config, groupNumber, index, thread, shared, this);
            unstarted.Add(member);
        }

        // Taken from the end.
        unstarted.Reverse();
    }

    /// <summary>What a thread does with the baton until its part of the group is over (the host) or for ever.</summary>
    private void Participate(Baton own, bool isHost)
    {
        while (!isDisposing)
        {
            if (finished == size)
            {
                if (isHost)
                {
                    return;
                }

                idle.Push(own);
                host.Pass();
                own.Await();
            }
            else if (TakeNext() is not { } next)
            {
                Abort(new InvalidOperationException(
                    $"The barrier diverges: {finished} of {size} threads of the group have ended, the others wait."));
            }
            else if (next.Thread is null)
            {
                Execute(next, own);
            }
            else
            {
                Rest(own, isHost);
                next.Thread.Pass();
                own.Await();
            }
        }
    }

    private void Rest(Baton own, bool isHost)
    {
        if (isHost)
        {
            isHostIdle = true;
        }
        else
        {
            idle.Push(own);
        }
    }

    /// <summary>Takes a lane that can run: not started, or stopped at a barrier that is complete.</summary>
    private TeamLane? TakeNext()
    {
        List<TeamLane> from = unstarted.Count > 0 && (ready.Count == 0 || !isStrict || random.Next(2) == 0)
            ? unstarted
            : ready;
        if (from.Count == 0)
        {
            return null;
        }

        int position = isStrict ? random.Next(from.Count) : from.Count - 1;
        TeamLane taken = from[position];
        from.RemoveAt(position);
        return taken;
    }

    private void Execute(TeamLane member, Baton own)
    {
        member.Thread = own;
        Lane.Current = member.Lane;
        try
        {
            kernel.Invoke();
        }
        catch (GroupAbortedException)
        {
            // What failed is in failure already; this lane was only told to leave its barrier.
            isAborting = true;
        }
        catch (Exception e)
        {
            Abort(e);
        }

        member.Thread = null;
        finished++;
    }

    private void Wait(TeamLane member, BarrierScope scope, bool vote)
    {
        scope.Arrived++;
        scope.Votes += vote ? 1 : 0;
        if (scope.Arrived == scope.Size)
        {
            scope.Complete();
            ready.AddRange(scope.Waiting);
            scope.Waiting.Clear();
            return;
        }

        scope.Waiting.Add(member);
        if (TakeNext() is not { } next)
        {
            scope.Waiting.Remove(member);
            Abort(new InvalidOperationException(
                $"The barrier diverges: {finished} of {size} threads of the group have ended or wait elsewhere."));
            throw new GroupAbortedException();
        }

        Baton own = member.Thread!;
        if (next.Thread is not null)
        {
            next.Thread.Pass();
        }
        else
        {
            // A fresh lane needs a thread; the one chosen here is put back, as that thread chooses for itself.
            unstarted.Add(next);
            TakeThread().Pass();
        }

        own.Await();
        Lane.Current = member.Lane;
        if (isAborting)
        {
            throw new GroupAbortedException();
        }
    }

    private unsafe T Exchange<T>(TeamLane member, BarrierScope scope, int number, T value, int source)
        where T : unmanaged
    {
        if (sizeof(T) > BarrierScope.SlotLength)
        {
            throw new NotSupportedException($"{typeof(T).Name} is too large to be exchanged between threads.");
        }

        long exchange = scope.Completed;
        *(T*)scope.Slot(exchange, number) = value;
        Wait(member, scope, false);
        return (uint)source < (uint)scope.Size ? *(T*)scope.Slot(exchange, source) : default;
    }

    /// <summary>Ends the group: nobody starts any more, and who waits is released with an exception.</summary>
    private void Abort(Exception cause)
    {
        failure ??= cause;
        isAborting = true;
        finished += unstarted.Count;
        unstarted.Clear();
        foreach (BarrierScope scope in warps.Prepend(group))
        {
            ready.AddRange(scope.Waiting);
            scope.Waiting.Clear();
        }
    }

    private Baton TakeThread()
    {
        if (isHostIdle)
        {
            isHostIdle = false;
            return host;
        }

        if (idle.TryPop(out Baton? resting))
        {
            return resting;
        }

        Baton baton = new();
        Thread thread = new(() => Help(baton), StackLength) { IsBackground = true, Name = "ILGPU stand-in lane" };
        helpers.Add((thread, baton));
        thread.Start();
        return baton;
    }

    private void Help(Baton own)
    {
        own.Await();
        Participate(own, isHost: false);
    }

    private sealed class GroupAbortedException : Exception;
}
