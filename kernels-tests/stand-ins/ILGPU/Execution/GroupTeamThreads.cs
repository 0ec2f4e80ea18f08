namespace ILGPU.Execution;

/// <summary>How the threads of a team pass the baton. All state here is touched only by who holds it.</summary>
internal sealed partial class GroupTeam
{
    private const int StackLength = 512 * 1024;

    private readonly List<TeamLane> unstarted = [];
    private readonly List<TeamLane> ready = [];
    private readonly Stack<Baton> idle = new();
    private readonly List<(Thread Thread, Baton Baton)> spares = [];
    private readonly Baton host = new();
    private readonly Random random = new(20190404);
    private bool isHostIdle;
    private bool isDisposing;
    private bool isAborting;
    private int finished;
    private Exception? failure;

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
        Thread thread = new(() => Serve(baton), StackLength) { IsBackground = true, Name = "ILGPU stand-in lane" };
        spares.Add((thread, baton));
        thread.Start();
        return baton;
    }

    private void Serve(Baton own)
    {
        own.Await();
        Participate(own, isHost: false);
    }

    private sealed class GroupAbortedException : Exception;
}
