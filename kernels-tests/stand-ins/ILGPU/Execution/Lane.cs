using System.Runtime.CompilerServices;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>
/// One simulated thread: where it is in its group and grid, and the memory it may use. A thread of the machine that
/// runs kernels has one as its <see cref="Current"/>.
/// </summary>
internal sealed class Lane(CPUAccelerator accelerator, bool isStrict) : IDisposable
{
    [ThreadStatic]
    private static Lane? current;

    private readonly LocalArena locals = new(accelerator, isStrict);
    private GroupMemory? ownGroupMemory;
    private GroupTeam? team;
    private Index3D groupIndex;

    public static Lane? Current
    {
        get => current;
        set => current = value;
    }

    public static Lane Required =>
        current ?? throw new InvalidOperationException("This operation can only be called from an ILGPU kernel.");

    /// <summary>The current lane, which must belong to an explicitly grouped kernel.</summary>
    public static Lane RequiredInGroup =>
        Required is { IsImplicit: false } lane
            ? lane
            : throw new NotSupportedException("Barriers and exchanges need an explicitly grouped kernel.");

    public int WarpSize { get; } = accelerator.WarpSize;

    public bool IsStrict => isStrict;

    public bool IsImplicit { get; private set; }

    public Index3D GridDim { get; private set; }

    public Index3D GroupDim { get; private set; }

    /// <summary>The group's place in the grid; of an implicit kernel the index itself.</summary>
    public long GroupNumber { get; private set; }

    public int ThreadNumber { get; private set; }

    public Index3D ThreadIndex { get; private set; }

    public Index3D GroupIndex => IsImplicit ? Decompose(GroupNumber, GridDim) : groupIndex;

    public int GroupSize => GroupDim.Size;

    /// <summary>The group's shared memory; null in implicit kernels.</summary>
    public GroupMemory? Shared { get; private set; }

    /// <summary>How many pieces of shared memory this lane has asked for.</summary>
    public int SharedAllocations { get; set; }

    /// <summary>The team whose threads this lane waits for at barriers; null where it is alone in its group.</summary>
    public GroupTeam? Membership { get; private set; }

    /// <summary>The team that this lane's thread leads when it runs groups of several lanes.</summary>
    public GroupTeam Team => team ??= new GroupTeam(accelerator, isStrict);

    public GroupMemory OwnGroupMemory => ownGroupMemory ??= new GroupMemory(accelerator, isStrict);

    public LocalArena Locals => locals;

    public static Index3D Decompose(long number, Index3D extent)
    {
        long row = number / extent.X;
        return new Index3D((int)(number % extent.X), (int)(row % extent.Y), (int)(row / extent.Y));
    }

    public void BeginImplicit(Index3D extent)
    {
        IsImplicit = true;
        GridDim = extent;
        GroupDim = Index3D.One;
        ThreadNumber = 0;
        ThreadIndex = default;
        Shared = null;
        Membership = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextImplicit(long index)
    {
        GroupNumber = index;
        locals.Reset();
    }

    public void BeginGroup(
        in KernelConfig config, long group, Index3D index, int thread, GroupMemory shared, GroupTeam? membership)
    {
        IsImplicit = false;
        GridDim = config.GridDim;
        GroupDim = config.GroupDim;
        GroupNumber = group;
        groupIndex = index;
        ThreadNumber = thread;
        ThreadIndex = Decompose(thread, config.GroupDim);
        Shared = shared;
        SharedAllocations = 0;
        Membership = membership;
        locals.Reset();
    }

    public void Dispose()
    {
        locals.Dispose();
        ownGroupMemory?.Dispose();
        team?.Dispose();
    }
}
