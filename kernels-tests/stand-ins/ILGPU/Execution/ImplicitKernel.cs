using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>A kernel of which there is one call for each index.</summary>
internal abstract class ImplicitKernel<TIndex> : KernelJob
    where TIndex : struct, IIndex
{
    private protected ImplicitKernel(CPUAccelerator accelerator, Delegate kernel, KernelSpecialization specialization)
        : base(accelerator, kernel, specialization)
    {
        if (typeof(TIndex) != typeof(Index1D) && typeof(TIndex) != typeof(Index2D) &&
            typeof(TIndex) != typeof(Index3D))
        {
            throw new NotSupportedException(
                "An implicitly grouped entry point must receive an int index type as first parameter, " +
                $"not {typeof(TIndex).Name}.");
        }
    }

    protected override long Count => Extent.LongSize;

    private protected Index3D Extent { get; private set; }

    private protected ImplicitKernel<TIndex> Begin(AcceleratorStream stream, TIndex extent)
    {
        RequireStream(stream);
        Index3D grid = IndexCursor<TIndex>.ToExtent(extent);
        RequireGrid(grid);
        ImplicitKernel<TIndex> launch = (ImplicitKernel<TIndex>)Begin();
        launch.Extent = grid;
        return launch;
    }

    private protected IndexCursor<TIndex> Start(long begin, Lane lane)
    {
        lane.BeginImplicit(Extent);
        return new IndexCursor<TIndex>(Extent, begin);
    }
}
