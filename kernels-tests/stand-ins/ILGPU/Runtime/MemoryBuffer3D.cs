using ILGPU.Execution;

namespace ILGPU.Runtime;

public class MemoryBuffer3D<T, TStride> : MemoryBuffer<ArrayView3D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride3D
{
    internal MemoryBuffer3D(Accelerator accelerator, DeviceMemory memory, in ArrayView3D<T, TStride> view)
        : base(accelerator, memory, view)
    {
    }

    public LongIndex3D Extent => View.Extent;

    public Index3D IntExtent => View.IntExtent;

    public static explicit operator ArrayView<T>(MemoryBuffer3D<T, TStride> buffer) => buffer.AsContiguous();

    public ArrayView<T> AsContiguous() => View.BaseView;
}
