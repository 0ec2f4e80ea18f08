using ILGPU.Execution;

namespace ILGPU;

public static class Group
{
    public static int IdxX => Lane.Required.ThreadIndex.X;

    public static int IdxY => Lane.Required.ThreadIndex.Y;

    public static int IdxZ => Lane.Required.ThreadIndex.Z;

    public static int DimX => Lane.Required.GroupDim.X;

    public static int DimY => Lane.Required.GroupDim.Y;

    public static int DimZ => Lane.Required.GroupDim.Z;

    public static Index3D Index => Lane.Required.ThreadIndex;

    public static Index3D Dimension => Lane.Required.GroupDim;

    public static int LinearIndex => Lane.Required.ThreadNumber;

    public static bool IsFirstThread => LinearIndex == 0;

    public static bool IsLastThread => LinearIndex == Lane.Required.GroupSize - 1;

    public static void Barrier() => BarrierPopCount(false);

    public static int BarrierPopCount(bool predicate)
    {
        Lane lane = Lane.RequiredInGroup;
        return lane.Membership?.Meet(lane, predicate) ?? (predicate ? 1 : 0);
    }

    public static bool BarrierAnd(bool predicate) => BarrierPopCount(predicate) == Lane.Required.GroupSize;

    public static bool BarrierOr(bool predicate) => BarrierPopCount(predicate) > 0;

    public static T Broadcast<T>(T value, int groupIndex)
        where T : unmanaged
    {
        Lane lane = Lane.RequiredInGroup;
        return lane.Membership?.ExchangeInGroup(lane, value, groupIndex) ?? value;
    }
}
