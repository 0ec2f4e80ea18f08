using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>The strict manner's watch over one piece of memory; views in the fast manner have none.</summary>
internal sealed class Guard(string what, CPUAccelerator accelerator)
{
    private long disposedAt = long.MaxValue;

    public string What => what;

    public CPUAccelerator Accelerator => accelerator;

    /// <summary>Work that was queued before may still use the memory, as on a GPU, whose drivers wait for it.</summary>
    public void Dispose() => Volatile.Write(ref disposedAt, accelerator.Queued);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Check<T>(long index, long length)
        where T : unmanaged
    {
        CheckAlive();
        if ((ulong)index >= (ulong)length)
        {
            throw new IndexOutOfRangeException(
                $"Index {index} is outside a view of {length} elements of {typeof(T).Name} in {what}.");
        }

        if (Lane.Current is null)
        {
            throw new InvalidOperationException(
                $"Element {index} of {what} was touched outside a kernel; copy it to the host instead.");
        }
    }

    public void CheckAlive()
    {
        if (accelerator.Running > Volatile.Read(ref disposedAt))
        {
            throw new ObjectDisposedException(what, "The view's buffer was disposed before this use of it.");
        }
    }

    /// <summary>Refuses casts that a GPU would answer with a misaligned address.</summary>
    public unsafe void CheckCast<TFrom, TTo>(TFrom* start, long length)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        CheckAlive();
        int alignment = Math.Min(16, sizeof(TTo) & -sizeof(TTo));
        if (length > 0 && ((nuint)start % (nuint)alignment) != 0)
        {
            ThrowMisaligned<TFrom, TTo>(alignment);
        }
    }

    [DoesNotReturn]
    private void ThrowMisaligned<TFrom, TTo>(int alignment) =>
        throw new ArgumentException(
            $"A view of {typeof(TFrom).Name} in {what} is cast to {typeof(TTo).Name} but does not start at a " +
            $"multiple of {alignment} bytes.");
}
