using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>
/// Runs the lanes of a group on threads of their own, one at a time: who holds the baton runs, and passes it on where
/// its lane waits at a barrier or ends. A lane that ends gives its thread to one that has not started, so that groups
/// without barriers need one thread. Where nobody can go on while lanes wait, their barrier diverges: an error, never a
/// hang. The strict manner chooses at random, from a fixed seed, who goes on.
/// </summary>
internal sealed partial class GroupTeam(CPUAccelerator accelerator, bool isStrict) : IDisposable
{
    private readonly List<TeamLane> lanes = [];
    private readonly List<BarrierScope> warps = [];
    private readonly BarrierScope group = new();
    private int size;
    private ExplicitKernel kernel = null!;

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
        foreach ((Thread thread, Baton baton) in spares)
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
}
