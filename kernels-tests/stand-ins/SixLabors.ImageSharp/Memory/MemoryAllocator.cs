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

    internal T[] AllocateClean<T>(long length, string what)
        where T : unmanaged
    {
        return new T[Checked<T>(length, what)];
    }

    internal T[] AllocateUninitialized<T>(long length, string what)
        where T : unmanaged
    {
        return GC.AllocateUninitializedArray<T>(Checked<T>(length, what));
    }

    private int Checked<T>(long length, string what)
        where T : unmanaged
    {
        long size = Unsafe.SizeOf<T>();
        if (length > Math.Min(LimitInBytes / size, Array.MaxLength))
        {
            throw new InvalidMemoryOperationException(
                $"{what} would take {length} x {size} bytes at once; the limit is {LimitInBytes} bytes.");
        }

        return (int)length;
    }

    private sealed class ManagedMemoryAllocator(long limitInBytes) : MemoryAllocator(limitInBytes);
}
