using System.Runtime.CompilerServices;
using ILGPU;

namespace YolactGpu.Kernels;

/// <summary>Reaches the memory of ILGPU's CPU accelerator from code that runs on the processor itself.</summary>
internal static unsafe class CpuMemory
{
    /// <summary>Gives the address of a view's first element, or null where it is empty. That memory does not move.</summary>
    public static T* Pointer<T>(ArrayView<T> view)
        where T : unmanaged => view.Length == 0 ? null : (T*)Unsafe.AsPointer(ref view[0]);
}
