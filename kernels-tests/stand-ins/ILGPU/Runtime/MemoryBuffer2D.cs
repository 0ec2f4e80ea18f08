using ILGPU.Execution;

namespace ILGPU.Runtime;

public class MemoryBuffer2D<T, TStride> : MemoryBuffer<ArrayView2D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    internal MemoryBuffer2D(Accelerator accelerator, DeviceMemory memory, in ArrayView2D<T, TStride> view)
        : base(accelerator, memory, view)
    {
    }

    public LongIndex2D Extent => View.Extent;

    public Index2D IntExtent => View.IntExtent;

    public static explicit operator ArrayView<T>(MemoryBuffer2D<T, TStride> buffer) => buffer.AsContiguous();

    public ArrayView<T> AsContiguous() => View.BaseView;
}
