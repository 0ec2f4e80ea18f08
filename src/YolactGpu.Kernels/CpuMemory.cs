using System.Runtime.CompilerServices;
using ILGPU;

namespace YolactGpu.Kernels;

/// <summary>
/// Reaches the memory of ILGPU's CPU accelerator from code that runs on the processor itself. That memory does not move.
/// </summary>
internal static unsafe class CpuMemory
{
    /// <summary>Gives the address of a view's first element, or null where it is empty.</summary>
    public static T* Pointer<T>(ArrayView<T> view)
        where T : unmanaged => view.Length == 0 ? null : (T*)Unsafe.AsPointer(ref view[0]);

    /// <summary>Gives the run number <paramref name="index"/> of a view that is cut into runs of one length; the last is shorter.</summary>
    public static Span<T> Run<T>(ArrayView<T> view, int index, int length)
        where T : unmanaged
    {
        long first = (long)index * length;
        return new Span<T>(Pointer(view) + first, (int)Math.Min(length, view.Length - first));
    }
}
