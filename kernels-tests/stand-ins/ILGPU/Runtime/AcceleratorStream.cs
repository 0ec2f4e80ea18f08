namespace ILGPU.Runtime;

public abstract class AcceleratorStream : AcceleratorObject
{
    private protected AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    public abstract void Synchronize();

    public Task SynchronizeAsync() => Task.Run(Synchronize);

    public ProfilingMarker AddProfilingMarker() =>
        Accelerator.Context.Properties.EnableProfiling
            ? AddProfilingMarkerInternal()
            : throw new NotSupportedException(
                "Cannot add profiling marker. Ensure that profiling is enabled from the ContextBuilder.");

    /// <summary>Runs the work now (fast) or queues it (strict).</summary>
    internal abstract void Do(Action work);

    private protected abstract ProfilingMarker AddProfilingMarkerInternal();
}
