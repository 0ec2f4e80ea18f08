using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>The strict manner's watch over one piece of memory; views in the fast manner have none.</summary>
internal sealed class Guard(string what, Accelerator accelerator)
{
    private volatile bool disposed;

    public string What => what;

    public Accelerator Accelerator => accelerator;

    public void Dispose() => disposed = true;

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
        if (disposed)
        {
            throw new ObjectDisposedException(what, "The view's buffer was disposed before this use of it ran.");
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
            $"A view of {typeof(TFrom).Name} in {what} is cast to {typeof(TTo).Name} but does not start at a multiple " +
            $"of {alignment} bytes.");
}
