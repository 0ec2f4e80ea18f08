using System.Runtime.CompilerServices;

namespace SixLabors.ImageSharp.Memory;

/// <summary>
/// Allocates every buffer whose size an image's header decides, and refuses one over the limit before any memory is
/// touched. The stand-in takes its memory from the garbage collector.
/// </summary>
public abstract class MemoryAllocator
{
    private const long DefaultLimitInBytes = 4L << 30;

    private protected MemoryAllocator(long limitInBytes)
    {
        LimitInBytes = limitInBytes;
    }

    public static MemoryAllocator Default { get; } = Create();

    internal long LimitInBytes { get; }

    public static MemoryAllocator Create() => Create(default);

    public static MemoryAllocator Create(MemoryAllocatorOptions options)
    {
        return new ManagedMemoryAllocator((options.AllocationLimitMegabytes * 1024L * 1024L) ?? DefaultLimitInBytes);
    }

    public virtual void ReleaseRetainedResources()
    {
    }

    internal T[] AllocateClean<T>(long length)
        where T : unmanaged
    {
        return new T[Checked<T>(length)];
    }

    internal T[] AllocateUninitialized<T>(long length)
        where T : unmanaged
    {
        return GC.AllocateUninitializedArray<T>(Checked<T>(length));
    }

    private int Checked<T>(long length)
        where T : unmanaged
    {
        long elementLimit = Math.Min(LimitInBytes / Unsafe.SizeOf<T>(), Array.MaxLength);
        if (length > elementLimit)
        {
            throw new InvalidMemoryOperationException(
                $"A buffer of {length} elements of {Unsafe.SizeOf<T>()} bytes was asked for; the limit is {LimitInBytes} bytes.");
        }

        return (int)length;
    }

    private sealed class ManagedMemoryAllocator(long limitInBytes) : MemoryAllocator(limitInBytes);
}
