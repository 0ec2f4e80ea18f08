using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Inference;

namespace YolactGpu;

/// <summary>
/// The compiled plans of a model, by what they are compiled for. A bounded number is kept: the one not used for longest goes, and its
/// memory with it, before another is made; where the device is short of memory, others go too. Which plans are at hand
/// never changes a result: a plan is used for exactly its shape, and what is compiled again gives the same bits. Not thread-safe.
/// </summary>
/// <param name="capacity">Plans kept at a time.</param>
/// <param name="create">Compiles a plan.</param>
internal sealed class PlanCache(int capacity, Func<PlanShape, CancellationToken, YolactInference> create) : IDisposable
{
    private readonly LinkedList<YolactInference> plans = [];

    /// <summary>Gets what the plans at hand are for, the most recently used first.</summary>
    public IReadOnlyList<PlanShape> Shapes => [.. plans.Select(plan => plan.Shape)];

    /// <summary>Gives the plan for a shape, compiling it where it is not at hand.</summary>
    /// <exception cref="DeviceMemoryException">The device has not enough memory, not even with no other plan.</exception>
    public YolactInference Get(PlanShape shape, CancellationToken cancellation)
    {
        YolactInference? plan = plans.FirstOrDefault(candidate => candidate.Shape == shape);
        if (plan is not null)
        {
            plans.Remove(plan);
        }
        else
        {
            DropLast(plans.Count - capacity + 1);
            plan = Create(shape, cancellation);
        }

        plans.AddFirst(plan);
        return plan;
    }

    /// <inheritdoc/>
    public void Dispose() => DropLast(plans.Count);

    private YolactInference Create(PlanShape shape, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return create(shape, cancellation);
            }
            catch (DeviceMemoryException) when (plans.Count > 0)
            {
                DropLast(1);
            }
        }
    }

    private void DropLast(int count)
    {
        for (int i = 0; i < count; i++)
        {
            YolactInference last = plans.Last!.Value;
            plans.RemoveLast();
            last.Dispose();
        }
    }
}
