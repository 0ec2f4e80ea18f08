namespace ILGPU.Runtime;

public abstract class CapabilityContext
{
    private protected CapabilityContext()
    {
    }
}

public abstract class Device
{
    private protected Device()
    {
    }

    public abstract AcceleratorType AcceleratorType { get; }

    public string Name { get; private protected init; } = string.Empty;

    public long MemorySize { get; private protected init; }

    public Index3D MaxGridSize { get; private protected init; }

    public Index3D MaxGroupSize { get; private protected init; }

    public int MaxNumThreadsPerGroup { get; private protected init; }

    public int MaxSharedMemoryPerGroup { get; private protected init; }

    public int MaxConstantMemory { get; private protected init; }

    public int WarpSize { get; private protected init; }

    public int NumMultiprocessors { get; private protected init; }

    public int MaxNumThreadsPerMultiprocessor { get; private protected init; }

    public int MaxNumThreads => NumMultiprocessors * MaxNumThreadsPerMultiprocessor;

    public CapabilityContext Capabilities { get; private protected init; } = null!;

    public abstract Accelerator CreateAccelerator(Context context);

    public void PrintInformation(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"Device: {Name}");
        writer.WriteLine($"  Accelerator type: {AcceleratorType}");
        writer.WriteLine($"  Warp size: {WarpSize}");
        writer.WriteLine($"  Multiprocessors: {NumMultiprocessors}");
        writer.WriteLine($"  Threads per group: {MaxNumThreadsPerGroup}");
        writer.WriteLine($"  Memory: {MemorySize} bytes");
    }

    public override string ToString() =>
        $"{Name} [Type: {AcceleratorType}, WarpSize: {WarpSize}, MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup}, " +
        $"MemorySize: {MemorySize}]";
}
