namespace ILGPU.Execution;

/// <summary>A lane of a team, with the thread that it is stopped on while it waits at a barrier.</summary>
internal sealed class TeamLane(Lane lane)
{
    public Lane Lane => lane;

    public BarrierScope Warp { get; set; } = null!;

    public int NumberInWarp { get; set; }

    public Baton? Thread { get; set; }
}
