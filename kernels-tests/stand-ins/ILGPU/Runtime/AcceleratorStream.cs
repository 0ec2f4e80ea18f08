namespace ILGPU.Runtime;

public abstract class AcceleratorStream : AcceleratorObject
{
    protected AcceleratorStream(Accelerator accelerator)
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

    /// <summary>Runs the work now (fast, and streams of other makes) or queues it (strict).</summary>
    internal virtual void Do(Action work) => work();

    protected abstract ProfilingMarker AddProfilingMarkerInternal();
}
