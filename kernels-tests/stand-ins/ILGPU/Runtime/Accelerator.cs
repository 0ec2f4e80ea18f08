using ILGPU.Execution;
using ILGPU.Util;

namespace ILGPU.Runtime;

public abstract class Accelerator : DisposeBase
{
    [ThreadStatic]
    private static Accelerator? current;

    private readonly HashSet<AcceleratorObject> children = [];

    private protected Accelerator(Context context, Device device)
    {
        Context = context;
        Device = device;
    }

    public static Accelerator? Current => current;

    public static AcceleratorType CurrentType => current?.AcceleratorType ?? AcceleratorType.CPU;

    public Context Context { get; }

    public Device Device { get; }

    public AcceleratorStream DefaultStream { get; private protected init; } = null!;

    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    public string Name => Device.Name;

    public long MemorySize => Device.MemorySize;

    public Index3D MaxGridSize => Device.MaxGridSize;

    public Index3D MaxGroupSize => Device.MaxGroupSize;

    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    public int MaxSharedMemoryPerGroup => Device.MaxSharedMemoryPerGroup;

    public int MaxConstantMemory => Device.MaxConstantMemory;

    public int WarpSize => Device.WarpSize;

    public int NumMultiprocessors => Device.NumMultiprocessors;

    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    public int MaxNumThreads => Device.MaxNumThreads;

    public CapabilityContext Capabilities => Device.Capabilities;

    public AcceleratorStream CreateStream() => CreateStreamInternal();

    public void Synchronize() => SynchronizeInternal();

    public void Bind() => current = this;

    public MemoryBuffer AllocateRaw(long length, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elementSize, 1);
        return new RawMemoryBuffer(this, Allocate(length, elementSize), length, elementSize);
    }

    public unsafe MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged => Allocate1D<T, Stride1D.Dense>(length, default);

    public unsafe MemoryBuffer1D<T, TStride> Allocate1D<T, TStride>(long length, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArrayView<T> view = AllocateView<T>(stride.ComputeBufferLength(length), out DeviceMemory memory);
        return new(this, memory, new ArrayView1D<T, TStride>(view, length, stride));
    }

    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(in LongIndex2D extent)
        where T : unmanaged
    {
        ArrayView<T> view = AllocateView<T>(extent.Size, out DeviceMemory memory);
        return new(this, memory, new(view, extent, Stride2D.DenseX.FromExtent(extent)));
    }

    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(in LongIndex2D extent)
        where T : unmanaged
    {
        ArrayView<T> view = AllocateView<T>(extent.Size, out DeviceMemory memory);
        return new(this, memory, new(view, extent, Stride2D.DenseY.FromExtent(extent)));
    }

    public MemoryBuffer3D<T, Stride3D.DenseXY> Allocate3DDenseXY<T>(LongIndex3D extent)
        where T : unmanaged
    {
        ArrayView<T> view = AllocateView<T>(extent.Size, out DeviceMemory memory);
        return new(this, memory, new(view, extent, Stride3D.DenseXY.FromExtent(extent)));
    }

    public MemoryBuffer3D<T, Stride3D.DenseZY> Allocate3DDenseZY<T>(LongIndex3D extent)
        where T : unmanaged
    {
        ArrayView<T> view = AllocateView<T>(extent.Size, out DeviceMemory memory);
        return new(this, memory, new(view, extent, Stride3D.DenseZY.FromExtent(extent)));
    }

    public void PrintInformation(TextWriter writer) => Device.PrintInformation(writer);

    public override string ToString() => Device.ToString();

    internal void Add(AcceleratorObject child)
    {
        lock (children)
        {
            children.Add(child);
        }
    }

    internal void Remove(AcceleratorObject child)
    {
        lock (children)
        {
            children.Remove(child);
        }
    }

    internal TChild[] ChildrenOf<TChild>()
    {
        lock (children)
        {
            return [.. children.OfType<TChild>()];
        }
    }

    protected sealed override void Dispose(bool disposing)
    {
        DisposeAccelerator();
        foreach (AcceleratorObject child in ChildrenOf<AcceleratorObject>())
        {
            child.Dispose();
        }

        if (current == this)
        {
            current = null;
        }
    }

    private protected abstract AcceleratorStream CreateStreamInternal();

    private protected abstract void SynchronizeInternal();

    private protected abstract DeviceMemory Allocate(long length, int elementSize);

    private protected abstract void DisposeAccelerator();

    private unsafe ArrayView<T> AllocateView<T>(long length, out DeviceMemory memory)
        where T : unmanaged
    {
        memory = Allocate(length, sizeof(T));
        return new ArrayView<T>(memory.Guard, memory.Start, length);
    }
}
