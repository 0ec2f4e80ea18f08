using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace YolactGpu.Model.Inference;

/// <summary>
/// Host memory that copies to and from the device are queued for, without waiting: page-locked, so that a GPU copies it by itself;
/// ordinary memory on the CPU device. It is kept, and replaced by larger memory when more is asked for. What was queued with it must have
/// ended before it is written again, read, or replaced.
/// </summary>
/// <param name="accelerator">The device.</param>
internal sealed class StagingBuffer<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private T[] ordinary = [];
    private PageLockedArray1D<T>? pageLocked;

    /// <summary>Gives the first elements; where there were fewer, they are new.</summary>
    public Span<T> Take(int length)
    {
        if (length > All.Length)
        {
            // Page-locking takes long: not for each detection more.
            int capacity = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)length), (uint)Array.MaxLength);
            if (accelerator.AcceleratorType == AcceleratorType.CPU)
            {
                ordinary = GC.AllocateUninitializedArray<T>(capacity, pinned: true);
            }
            else
            {
                pageLocked?.Dispose();
                pageLocked = null;
                pageLocked = accelerator.AllocatePageLocked1D<T>(capacity);
            }
        }

        return All[..length];
    }

    /// <summary>Gives what <see cref="Read"/> copied, once the stream was waited for.</summary>
    public ReadOnlySpan<T> Values => All;

    /// <summary>Queues a copy of the first elements, which were written before, to the device.</summary>
    public void Write(AcceleratorStream stream, ArrayView<T> target) =>
        target.CopyFromCPUUnsafeAsync(stream, ref Take((int)target.Length)[0], target.Length);

    /// <summary>Queues a copy from the device to the first elements.</summary>
    public void Read(AcceleratorStream stream, ArrayView<T> source) =>
        source.CopyToCPUUnsafeAsync(stream, ref Take((int)source.Length)[0], source.Length);

    /// <inheritdoc/>
    public void Dispose() => pageLocked?.Dispose();

    private Span<T> All
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pageLocked is null ? ordinary : pageLocked.Span;
    }
}
