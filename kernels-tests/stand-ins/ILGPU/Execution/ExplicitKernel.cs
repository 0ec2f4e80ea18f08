using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>A kernel that is launched as groups of threads.</summary>
internal abstract class ExplicitKernel : KernelJob
{
    private KernelConfig config;

    private protected ExplicitKernel(CPUAccelerator accelerator, Delegate kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
    }

    protected override long Count => config.GridDim.LongSize;

    /// <summary>Calls the kernel as the current lane.</summary>
    public abstract void Invoke();

    public override void Run(long begin, long end, Lane lane)
    {
        int groupSize = config.GroupDim.Size;
        for (long group = begin; group < end; group++)
        {
            Index3D index = Lane.Decompose(group, config.GridDim);
            GroupMemory shared = lane.OwnGroupMemory;
            shared.BeginGroup(config.SharedMemoryConfig);
            if (groupSize == 1)
            {
                lane.BeginGroup(config, group, index, 0, shared, null);
                Invoke();
            }
            else
            {
                lane.Team.Run(this, config, group, index, shared);
            }

            shared.EndGroup();
        }
    }

    private protected ExplicitKernel Begin(AcceleratorStream stream, KernelConfig launchConfig)
    {
        RequireStream(stream);
        RequireGrid(launchConfig.GridDim);
        RequireGroup(launchConfig.GroupDim);
        ExplicitKernel launch = (ExplicitKernel)Begin();
        launch.config = launchConfig;
        return launch;
    }

    private void RequireGroup(Index3D group)
    {
        RequirePositive(group);
        Index3D most = Accelerator.MaxGroupSize;
        int mostThreads = Accelerator.MaxNumThreadsPerGroup;
        if (!group.InBoundsInclusive(most) || group.LongSize > mostThreads)
        {
            throw new ArgumentOutOfRangeException(
                nameof(group),
                $"Invalid group dimensions {group} of {Name} (exceeds maximum {most}, {mostThreads} threads)");
        }

        // A GPU refuses such a launch; the real CPU accelerator does not.
        if (Accelerator.Context.Properties.EnableAssertions && group.Size > Specialization.MaxNumThreadsPerGroup)
        {
            throw new ArgumentOutOfRangeException(
                nameof(group),
                $"Kernel {Name} was loaded for groups of at most {Specialization.MaxNumThreadsPerGroup} threads.");
        }
    }
}
