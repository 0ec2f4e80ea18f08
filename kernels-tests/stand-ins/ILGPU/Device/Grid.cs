using ILGPU.Execution;

namespace ILGPU;

public static class Grid
{
    public static int IdxX => Lane.Required.GroupIndex.X;

    public static int IdxY => Lane.Required.GroupIndex.Y;

    public static int IdxZ => Lane.Required.GroupIndex.Z;

    public static int DimX => Lane.Required.GridDim.X;

    public static int DimY => Lane.Required.GridDim.Y;

    public static int DimZ => Lane.Required.GridDim.Z;

    public static Index3D Index => Lane.Required.GroupIndex;

    public static Index3D Dimension => Lane.Required.GridDim;

    public static int LinearIndex => (int)Lane.Required.GroupNumber;

    public static Index3D GlobalIndex => ComputeGlobalIndex(Index, Group.Index);

    public static LongIndex3D LongGlobalIndex => ComputeLongGlobalIndex(Index, Group.Index);

    public static int GlobalLinearIndex => (LinearIndex * Group.Dimension.Size) + Group.LinearIndex;

    public static Index1D ComputeGlobalIndex(Index1D gridIdx, Index1D groupIdx) =>
        groupIdx + (gridIdx * Group.DimX);

    public static Index2D ComputeGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        groupIdx + (gridIdx * new Index2D(Group.DimX, Group.DimY));

    public static Index3D ComputeGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        groupIdx + (gridIdx * Group.Dimension);

    public static LongIndex1D ComputeLongGlobalIndex(Index1D gridIdx, Index1D groupIdx) =>
        groupIdx.ToLongIndex() + (gridIdx.ToLongIndex() * Group.DimX);

    public static LongIndex2D ComputeLongGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        groupIdx.ToLongIndex() + (gridIdx.ToLongIndex() * new LongIndex2D(Group.DimX, Group.DimY));

    public static LongIndex3D ComputeLongGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        groupIdx.ToLongIndex() + (gridIdx.ToLongIndex() * Group.Dimension.ToLongIndex());
}
