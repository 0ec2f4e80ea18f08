using ILGPU.Execution;

namespace ILGPU;

public static class Warp
{
    public static int WarpSize => Lane.Required.WarpSize;

    public static int LaneIdx => Lane.Required.ThreadNumber % WarpSize;

    public static int WarpIdx => Lane.Required.ThreadNumber / WarpSize;

    public static bool IsFirstLane => LaneIdx == 0;

    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    public static int ComputeWarpIdx(Index1D groupThreadIdx) => groupThreadIdx.X / WarpSize;

    public static int ComputeWarpThreadIdx(Index1D groupThreadIdx) => groupThreadIdx.X % WarpSize;

    public static void Barrier()
    {
        Lane lane = Lane.RequiredInGroup;
        lane.Membership?.MeetWarp(lane);
    }

    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged => Shuffle(variable, sourceLane, WarpSize);

    // As CUDA does; the real CPU accelerator takes the source lane of the whole warp, whatever the width.
    public static T Shuffle<T>(T variable, int sourceLane, int width)
        where T : unmanaged => Exchange(variable, Segment(width) + (sourceLane % width));

    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged => ShuffleDown(variable, delta, WarpSize);

    public static T ShuffleDown<T>(T variable, int delta, int width)
        where T : unmanaged
    {
        int source = LaneIdx + delta;
        return Exchange(variable, source < Segment(width) + width ? source : LaneIdx);
    }

    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged => ShuffleUp(variable, delta, WarpSize);

    public static T ShuffleUp<T>(T variable, int delta, int width)
        where T : unmanaged
    {
        int source = LaneIdx - delta;
        return Exchange(variable, source >= Segment(width) ? source : LaneIdx);
    }

    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged => ShuffleXor(variable, mask, WarpSize);

    public static T ShuffleXor<T>(T variable, int mask, int width)
        where T : unmanaged
    {
        int source = LaneIdx ^ mask;
        return Exchange(variable, source < Segment(width) + width ? source : LaneIdx);
    }

    public static T Broadcast<T>(T value, int sourceLane)
        where T : unmanaged => Shuffle(value, sourceLane);

    /// <summary>The first lane of this lane's part of the warp.</summary>
    private static int Segment(int width) => LaneIdx / width * width;

    private static T Exchange<T>(T value, int source)
        where T : unmanaged
    {
        Lane lane = Lane.RequiredInGroup;
        return lane.Membership?.ExchangeInWarp(lane, value, source) ?? value;
    }
}
