using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>Copies and fills. Fast: at once. Strict: queued, or with the host after a flush.</summary>
internal static unsafe class Transfer
{
    public static void FromHost<T>(ArrayView<T> target, AcceleratorStream? stream, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        RequireLength(source.Length, target.Length, nameof(source));
        if (source.Length == 0)
        {
            return;
        }

        Flush(target.Guard, stream);
        source.CopyTo(new Span<T>(target.Start, source.Length));
    }

    public static void ToHost<T>(ArrayView<T> source, AcceleratorStream? stream, Span<T> target)
        where T : unmanaged
    {
        RequireLength(target.Length, source.Length, nameof(target));
        if (target.Length == 0)
        {
            return;
        }

        Flush(source.Guard, stream);
        new ReadOnlySpan<T>(source.Start, target.Length).CopyTo(target);
    }

    public static T[] ToArray<T>(ArrayView<T> source, AcceleratorStream? stream)
        where T : unmanaged
    {
        T[] data = new T[source.IntLength];
        ToHost(source, stream, data);
        return data;
    }

    /// <summary>Copies as many bytes as asked for, which both must have.</summary>
    public static void Between(
        ArrayView<byte> source, ArrayView<byte> target, AcceleratorStream? stream, long lengthInBytes)
    {
        RequireLength(lengthInBytes, Math.Min(source.Length, target.Length), nameof(lengthInBytes));
        RequireParent(source);
        RequireParent(target);
        if (source.Guard is null && target.Guard is null)
        {
            CopyNow(source, target, lengthInBytes);
        }
        else
        {
            QueueCopy(source, target, stream, lengthInBytes);
        }
    }

    public static void Fill(ArrayView<byte> target, AcceleratorStream? stream, byte value)
    {
        RequireParent(target);
        if (target.Guard is null)
        {
            FillNow(target, value);
        }
        else
        {
            QueueFill(target, target.Guard, stream, value);
        }
    }

    public static void RequireLength(
        long length, long most, string name, [CallerArgumentExpression(nameof(length))] string what = "")
    {
        if ((ulong)length > (ulong)most)
        {
            throw new ArgumentOutOfRangeException(name, $"{what} is {length}; the view takes {most} at most.");
        }
    }

    public static void RequireSameLength<T>([NotNull] T[]? data, long length)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length != length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(data), $"The array holds {data.Length} elements; the view has {length}.");
        }
    }

    private static void Flush(Guard? guard, AcceleratorStream? stream)
    {
        if (guard is null)
        {
            return;
        }

        (stream ?? guard.Accelerator.DefaultStream).Synchronize();
        guard.CheckAlive();
    }

    // On their own, so that the fast manner makes no closures.
    private static void QueueCopy(
        ArrayView<byte> source, ArrayView<byte> target, AcceleratorStream? stream, long lengthInBytes)
    {
        Guard guard = source.Guard ?? target.Guard!;
        (stream ?? guard.Accelerator.DefaultStream).Do(() =>
        {
            source.Guard?.CheckAlive();
            target.Guard?.CheckAlive();
            CopyNow(source, target, lengthInBytes);
        });
    }

    private static void QueueFill(ArrayView<byte> target, Guard guard, AcceleratorStream? stream, byte value) =>
        (stream ?? guard.Accelerator.DefaultStream).Do(() =>
        {
            guard.CheckAlive();
            FillNow(target, value);
        });

    private static void CopyNow(ArrayView<byte> source, ArrayView<byte> target, long lengthInBytes) =>
        Buffer.MemoryCopy(source.Start, target.Start, lengthInBytes, lengthInBytes);

    private static void FillNow(ArrayView<byte> target, byte value)
    {
        for (long done = 0; done < target.Length; done += int.MaxValue)
        {
            new Span<byte>(target.Start + done, (int)Math.Min(int.MaxValue, target.Length - done)).Fill(value);
        }
    }

    private static void RequireParent(ArrayView<byte> view)
    {
        if (view.Start == null)
        {
            throw new InvalidOperationException("Unknown parent accelerator: the view is of no buffer.");
        }
    }
}
